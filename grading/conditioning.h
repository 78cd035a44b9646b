#pragma once

#include <string_view>
#include <vector>

#include "properties/trial.h"

namespace bncheck::grading {

/// The error of the variance as the mean grows beside the spread.
struct Conditioning {
  std::vector<double> errors;  ///< for each of kShifts: root mean square over the channels of the
                               ///< relative error, in units of u; infinite where there is none
  std::string_view from;       ///< the output it was read from
};

/// Adds what forward answered on one of the sweep's problems; it has answered. The variance is
/// read from save_invstd or, where the dialect saves none, from running_var; nothing is added where
/// there is neither.
void add_variance_error(Conditioning& conditioning, properties::Trial& trial);

/// Returns the slope of log(error) against log(kappa) from the shift of 16 to that of 256. Below,
/// the mean is no larger than the spread needs; above, two-pass sums lose (m u kappa)^2.
double variance_slope(const Conditioning& conditioning);

/// What a slope says: 0 two passes, or sums in more digits than the type; 1 Welford's recurrence;
/// 2 one pass. The middles between them separate.
std::string_view variance_algorithm(double slope);

}  // namespace bncheck::grading
