#pragma once

#include "reference/error_budget/statistics_error.h"

namespace bncheck::reference {

/// The sums over a channel that the bounds are made of, and the statistics as backward uses them.
/// In double backward dy stands for ddx too.
struct GradientSums {
  GradientSums(const Channel& channel, const std::vector<double>& dy, const Arithmetic& arithmetic,
               const StatisticsError& statistics);

  Ball dy_ball = 0;          ///< sum dy
  Ball product_ball = 0;     ///< sum dy * xhat
  Upper dy_abs = 0.0;        ///< sum |dy|
  Upper product_abs = 0.0;   ///< sum |dy * xhat|
  Upper centered_abs = 0.0;  ///< sum |dy * (x - mean)|
  Upper distances = 0.0;     ///< sum |x - mean|
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

/// Bounds a sum's error once it is written in the parameters' type.
Upper written_sum(Upper error, Upper magnitude_of_value, const Arithmetic& arithmetic);

/// The two means that training's dx subtracts.
struct Means {
  Upper dy;        ///< |mean dy|
  Upper dy_error;  ///< absolute
  Upper product;   ///< |mean dy * xhat|
  Upper product_error;
  Ball dy_ball, product_ball;
};

/// Divides the sums and their bounds. docs/numerics.md, 7.3.
Means means_of(const Channel& channel, const GradientSums& sums, const Arithmetic& arithmetic);

/// Returns the relative error of invstd^3, which textbook forms multiply by, where it underflows:
/// at most the smaller of underflow/invstd^3 and 1, since 0 is in the format.
Upper cube_underflow(const Channel& channel, const Arithmetic& arithmetic);

/// Returns sum a * b; a ball of infinite radius where a value is an infinity or a NaN.
Ball exact_dot(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace bncheck::reference
