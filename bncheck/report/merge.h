#pragma once

#include <set>
#include <string>
#include <vector>

#include "bncheck/report/run_record.h"
#include "diagnosis/signature.h"

namespace bncheck::report {

/// One run made of several.
struct Merged {
  std::string text;     ///< its JSON Lines
  std::string missing;  ///< what no run holds of the campaign, in words; empty if it is whole
};

/// Makes one run of those that are shards of it. For a campaign of a number of cases its lines are,
/// but for the seconds, those of the run without shards. Throws UsageError where the runs are not
/// of one campaign, or two of them hold the same case. The end event says, too, what is missing,
/// and what the failures look like, which may resemble those of the mutants given.
Merged merge(const std::vector<RunRecord>& runs, const diagnosis::KillMatrix& kills = {});

/// Makes these the laws that may fail in the run, as if it had been told so.
void set_known_failures(RunRecord& run, const std::set<std::string>& known);

}  // namespace bncheck::report
