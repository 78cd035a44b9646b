#pragma once

#include "reference/error_budget/statistics_error.h"

namespace bncheck::reference {

/// Bounds, for each element of the channel, the error of y = (x - mean) * invstd * weight + bias,
/// written to the output format. docs/numerics.md, section 6.
std::vector<double> apply_errors(const Channel& channel, const Arithmetic& arithmetic,
                                 const StatisticsError& statistics);

/// Whether y or a value on the way to it may leave the range of its format.
bool apply_may_overflow(const Channel& channel, const Arithmetic& arithmetic,
                        const StatisticsError& statistics);

}  // namespace bncheck::reference
