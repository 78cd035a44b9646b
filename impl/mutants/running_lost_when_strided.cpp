// Defect: the update goes to a dense copy of strided running statistics and is lost
// Seen in: pytorch issue 33867
// Killed by: running_statistics, running_extremes
// Cause: running_not_updated
#include "mutants/kernel/mutant.h"

namespace {

struct RunningLostWhenStrided : mutants::Kernel {
  void track(const mutants::Batch& batch) const override {
    const bn_tensor& mean = forward_args().running_mean;
    const bool dense = channels() == 1 || !mutants::is_present(mean) || mean.strides[0] == 1;
    if (dense) Kernel::track(batch);
  }
};

}  // namespace

BN_MUTANT(RunningLostWhenStrided)
