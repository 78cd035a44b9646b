#pragma once

#include <string>
#include <vector>

#include "bncheck/report/run_record.h"

namespace bncheck::report {

/// Returns the JSON Lines of the whole campaign that the runs are shards of. For a campaign of a
/// number of cases they are, but for the seconds, those of the run without shards. Throws
/// UsageError where the runs are not of one campaign, or two of them hold the same case. Cases that
/// no run holds are said to be missing in the end event.
std::string merge(const std::vector<RunRecord>& runs);

}  // namespace bncheck::report
