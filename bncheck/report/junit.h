#pragma once

#include <string>

#include "bncheck/report/run_record.h"

namespace bncheck::report {

/// Returns the run as JUnit XML: one test suite, one test case for each law. A law that failed
/// carries its counterexample; one that judged nothing is skipped.
std::string to_junit(const RunRecord& run);

}  // namespace bncheck::report
