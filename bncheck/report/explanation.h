#pragma once

#include <string>
#include <vector>

#include "bncheck/runner/explain_failure.h"

namespace bncheck::report {

/// Tells which fields of a failing case matter: those with whose every other value the law fails
/// too, those with whose every other value it holds, and of the rest which values do what. Speaks
/// of the values that were judged alone. Each line is indented by two, as describe's are.
std::string explain(const std::vector<runner::Variation>& variations);

}  // namespace bncheck::report
