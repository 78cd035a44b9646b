#pragma once

#include "reference/error_budget/statistics_error.h"

namespace bncheck::reference {

/// Bounds and a-priori ranges of one channel's gradients.
struct GradientError {
  std::vector<double> dx;
  std::vector<double> dx_range;
  Upper dweight;
  Upper dweight_range;
  Upper dbias;
  Upper dbias_range;
  // Whether the output, or a value on the way to it, may leave the range of its format.
  bool dx_overflow = false;
  bool dweight_overflow = false;
  bool dbias_overflow = false;
};

/// Bounds backward in training: dx = weight * invstd * (dy - mean(dy) - xhat * mean(dy * xhat)),
/// dweight = sum dy * xhat, dbias = sum dy. docs/numerics.md, section 7.
GradientError training_gradient_error(const Channel& channel, const std::vector<double>& dy,
                                      const Arithmetic& arithmetic,
                                      const StatisticsError& statistics);

/// Bounds backward in evaluation: dx = weight * invstd * dy; the sums are as in training.
GradientError evaluation_gradient_error(const Channel& channel, const std::vector<double>& dy,
                                        const Arithmetic& arithmetic,
                                        const StatisticsError& statistics);

}  // namespace bncheck::reference
