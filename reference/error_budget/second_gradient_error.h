#pragma once

#include "reference/error_budget/second_terms.h"

namespace bncheck::reference {

/// Bounds and a-priori ranges of what double backward returns for one channel.
struct SecondGradientError {
  std::vector<double> d_dy;
  std::vector<double> d_dy_range;
  std::vector<double> d_x;
  std::vector<double> d_x_range;
  Upper d_weight;
  Upper d_weight_range;
  // Whether the output, or a value on the way to it, may leave the range of its format.
  bool d_dy_overflow = false;
  bool d_x_overflow = false;
  bool d_weight_overflow = false;
};

/// Bounds double backward (reference/double_backward.h): every term of its formulas at its own
/// size, in whatever grouping. docs/numerics.md, 7.5.
SecondGradientError second_gradient_error(const Channel& channel, const std::vector<double>& dy,
                                          const SecondChannel& second, Mode mode,
                                          const Arithmetic& arithmetic,
                                          const StatisticsError& statistics);

}  // namespace bncheck::reference
