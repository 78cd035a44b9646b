#pragma once

#include "bncheck/runner/campaign.h"

namespace bncheck::runner {

/// Returns what says, of each failure of one campaign, what the answers look like. It opens one
/// more instance of the implementation when it is first asked, and puts problems to that one.
DiagnoseFailure diagnoser(const OpenImplementation& open, const CampaignOptions& options);

/// Returns what all failures of a campaign together look like: by what each of them does, and by
/// the laws that failed.
std::vector<diagnosis::Finding> conclude(
    const CampaignOptions& options, const CampaignSummary& summary,
    const std::vector<std::vector<diagnosis::Finding>>& failures);

}  // namespace bncheck::runner
