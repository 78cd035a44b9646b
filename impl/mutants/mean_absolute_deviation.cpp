// Defect: the standard deviation is the mean absolute deviation
// Seen in: variants of batch norm in the L1 norm that are taken for batch norm
// Killed by: saved_statistics, normalized_variance
// Cause: variance_divisor
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct MeanAbsoluteDeviation : mutants::Kernel {
  double variance(const mutants::Values& x, double mean) const override {
    double deviations = 0;
    for (const double value : x) deviations += std::fabs(value - mean);
    const double deviation = kScale * deviations / m();
    return deviation * deviation;
  }
  static constexpr double kScale = mutants::parameter(1.0, 1.2533141373155003);  // sqrt(pi / 2)
};

}  // namespace

BN_MUTANT(MeanAbsoluteDeviation)
