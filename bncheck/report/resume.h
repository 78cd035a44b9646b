#pragma once

#include <string>

#include "bncheck/report/describe.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Reads from the JSON Lines of a run of the same campaign, killed or interrupted at any time, how
/// far it came: up to the first case that is not there, with its failures told, and its whole
/// climb. Nothing is begun where there is no such file, or it ends within its first line. Throws
/// UsageError where it is the record of another campaign, or none.
runner::Progress read_progress(const std::string& file, const runner::CampaignOptions& options,
                               const Subject& subject);

}  // namespace bncheck::report
