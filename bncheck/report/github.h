#pragma once

#include <string>

#include "bncheck/report/run_record.h"

namespace bncheck::report {

/// Returns the run as annotations of GitHub Actions, which a step prints: an error for each law
/// that fails, a warning for each known failure that holds and for a run that was cut short, a
/// notice for each known failure. GitHub shows ten of a kind; where there are more, the tenth names
/// them. They stand beside the file, if the implementation is a Python file.
std::string to_github(const RunRecord& run);

}  // namespace bncheck::report
