#pragma once

#include <optional>

#include "properties/trial.h"

namespace bncheck::grading {

/// What the errors of y are made of. With xhat the exact normalized values, the error of value i
/// is -mean_error*invstd + invstd_error*xhat_i + the rest; least squares tell them apart, since
/// the xhat sum to 0. Weight is 1, bias 0; averages of the magnitudes over the channels.
struct Decomposition {
  double mean_error = 0;    ///< of the mean, in units of u*|mean|
  double invstd_error = 0;  ///< relative, of invstd, in units of u
  /// Root mean square of the rest, in units in the last place of 1, which is the size of y. The
  /// part that is the same for all values counts as rest, too, unless it is what follows from the
  /// mean that was returned, or from the exact one.
  double noise = 0;
};

/// Decomposes what forward answered in training; it has answered. Nothing where no mean was
/// returned: whether the same error of all values is the mean's could not be told.
std::optional<Decomposition> decompose(properties::Trial& trial);

/// Returns the slope of log(noise) against log(kappa), 0 for noise that does not grow.
double noise_slope(const Decomposition& near, const Decomposition& far, double kappa_ratio);

/// From this slope on y is called folded, a*x + b with per-channel a and b: the middle between 0
/// for (x - mean)*invstd, and 1 for a*x + b, whose products are as large as the mean.
inline constexpr double kFoldedSlope = 0.5;

}  // namespace bncheck::grading
