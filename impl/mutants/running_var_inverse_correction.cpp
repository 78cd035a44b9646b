// Defect: running_var tracks the variance times (m - 1)/m, Bessel's correction the wrong way
//   round
// Seen in: code that corrects a variance it takes for unbiased
// Killed by: running_statistics, running_extremes
// Cause: running_var_divisor
#include "mutants/kernel/mutant.h"

namespace {

struct RunningVarInverseCorrection : mutants::Kernel {
  double running_var(double old, const mutants::Batch& batch) const override {
    return blended(old, batch.variance * (m() - mutants::parameter(1, 2)) / m());
  }
};

}  // namespace

BN_MUTANT(RunningVarInverseCorrection)
