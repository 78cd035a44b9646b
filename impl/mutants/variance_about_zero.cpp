// Defect: the variance is the mean of squares, the mean is not taken off
// Seen in: normalization by the root mean square put in batch norm's place
// Killed by: saved_statistics, shift, normalized_variance
// Cause: variance_divisor
#include "mutants/kernel/mutant.h"

namespace {

struct VarianceAboutZero : mutants::Kernel {
  double variance(const mutants::Values& x, double /*mean*/) const override {
    return mutants::dot(x, x) / m();
  }
};

}  // namespace

BN_MUTANT(VarianceAboutZero)
