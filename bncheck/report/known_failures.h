#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Returns the ids of the laws.
std::vector<std::string> ids_of(const std::vector<const properties::Property*>& laws);

/// Tells, a line each, which of the laws known to fail have failed, and which hold after all. The
/// totals are in the order of the laws.
std::string tell_known_failures(const std::vector<std::string>& laws,
                                std::span<const runner::LawTotals> totals,
                                const std::set<std::string>& known);

/// Returns the sum of the totals without the failures that were known. They count as passed: they
/// came as expected, so something was judged.
runner::LawTotals forgive(const std::vector<std::string>& laws,
                          std::span<const runner::LawTotals> totals,
                          const std::set<std::string>& known);

}  // namespace bncheck::report
