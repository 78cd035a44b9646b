#pragma once

#include "reference/error_budget/statistics_error.h"

namespace bncheck::reference {

/// The sums over a channel that the bounds are made of, and the statistics as backward uses them.
struct GradientSums {
  GradientSums(const Channel& channel, const std::vector<double>& dy, const Arithmetic& arithmetic,
               const StatisticsError& statistics);

  Ball dy_ball = 0;          ///< sum dy
  Ball product_ball = 0;     ///< sum dy * xhat
  Upper dy_abs = 0.0;        ///< sum |dy|
  Upper product_abs = 0.0;   ///< sum |dy * xhat|
  Upper centered_abs = 0.0;  ///< sum |dy * (x - mean)|
  Upper largest_dy = 0.0;
  Upper mean_error;    ///< of the mean as subtracted from elements
  Upper invstd_error;  ///< relative, of invstd as multiplied
  double u;            ///< of arithmetic on elements
  Upper underflow;     ///< of one product, with everything it may still be multiplied by
};

/// Bounds |sum' dy - sum dy| before it is written. docs/numerics.md, 7.1.
Upper dy_sum_error(const GradientSums& sums, const Arithmetic& arithmetic);

/// Bounds |sum' dy * xhat' - sum dy * xhat| before it is written. docs/numerics.md, 7.2.
Upper product_sum_error(const Channel& channel, const GradientSums& sums,
                        const Arithmetic& arithmetic);

}  // namespace bncheck::reference
