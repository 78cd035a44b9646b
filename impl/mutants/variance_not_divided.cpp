// Defect: the variance is the sum of squares, not divided by m
// Seen in: kernels in two parts, the sum and what finishes it, where the second part is left out
// Killed by: saved_statistics, normalized_variance
// Cause: variance_divisor
#include "mutants/kernel/mutant.h"

namespace {

struct VarianceNotDivided : mutants::Kernel {
  double variance(const mutants::Values& x, double mean) const override {
    return Kernel::variance(x, mean) * m();
  }
};

}  // namespace

BN_MUTANT(VarianceNotDivided)
