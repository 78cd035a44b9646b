#pragma once

#include <vector>

#include "bncheck/runner/campaign.h"

namespace bncheck::runner {

/// Tells all reporters of the end, also where the terminal is gone or a report cannot be written;
/// then throws what the first of them threw.
void end_reports(const std::vector<Reporter*>& reporters, const CampaignSummary& summary);

}  // namespace bncheck::runner
