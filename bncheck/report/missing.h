#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bncheck/report/run_record.h"

namespace bncheck::report {

/// Says how many of the first `end` cases of the campaign no run holds, and of which shards they
/// are; of a campaign of limited time, which shards are missing or did not come to their end. Empty
/// if nothing is missing.
std::string tell_missing(const std::vector<RunRecord>& runs, std::uint64_t end);

}  // namespace bncheck::report
