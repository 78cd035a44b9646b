#pragma once

#include "bncheck/runner/campaign.h"

namespace bncheck::runner {

/// Returns what says, of each failure of one campaign, what the answers look like. It opens one
/// more instance of the implementation when it is first asked, and puts problems to that one.
DiagnoseFailure diagnoser(const OpenImplementation& open, const CampaignOptions& options);

/// Returns what the failures of a campaign look like as a whole, at most two findings: what most
/// of them look like, and then what the laws that failed are most like.
std::vector<diagnosis::Finding> diagnose_all(
    const std::vector<std::vector<diagnosis::Finding>>& failures,
    const std::set<std::string>& failed_laws);

}  // namespace bncheck::runner
