#pragma once

#include <string>

#include "bncheck/report/run_record.h"

namespace bncheck::report {

/// Returns the run as JUnit XML: one test suite, one test case for each law. A law that failed
/// carries its counterexample, and is skipped if it was known to; so is one that judged nothing.
std::string to_junit(const RunRecord& run);

}  // namespace bncheck::report
