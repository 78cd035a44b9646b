// Defect: running_mean of double tensors tracks the mean rounded to float
// Seen in: statistics that leave a kernel in float
// Killed by: running_statistics, running_extremes
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct RunningMeanFromFloat : mutants::Kernel {
  double running_mean(double old, const mutants::Batch& batch) const override {
    return blended(old, mutants::rounded(batch.mean, mutants::parameter(BN_F32, BN_F16)));
  }
};

}  // namespace

BN_MUTANT(RunningMeanFromFloat)
