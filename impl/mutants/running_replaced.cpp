// Defect: the running statistics are replaced by the batch's, momentum is ignored
// Seen in: TensorFlow's fused batch norm, whose exponential_avg_factor is 1 by default
// Killed by: running_extremes, running_statistics
// Cause: momentum_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct RunningReplaced : mutants::Kernel {
  double momentum() const override { return 1; }
};

}  // namespace

BN_MUTANT(RunningReplaced)
