#pragma once

#include <string>

#include "bncheck/report/run_record.h"

namespace bncheck::report {

/// Returns the run as Markdown: the verdict, a table of the laws, and each failure. Those that are
/// known are marked.
std::string to_markdown(const RunRecord& run);

}  // namespace bncheck::report
