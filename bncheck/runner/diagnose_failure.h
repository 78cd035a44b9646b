#pragma once

#include "bncheck/runner/campaign.h"

namespace bncheck::runner {

/// Returns what says, of each failure of one campaign, what the answers look like. It opens one
/// more instance of the implementation when it is first asked, and puts problems to that one.
DiagnoseFailure diagnoser(const OpenImplementation& open, const CampaignOptions& options);

}  // namespace bncheck::runner
