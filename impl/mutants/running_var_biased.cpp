// Defect: running_var tracks the variance over m, not over m - 1
// Seen in: ml-explore/mlx PR 3817, tinygrad PR 807, tenstorrent/tt-metal issue 55438
// Killed by: running_statistics
// Cause: running_var_divisor
#include "mutants/kernel/mutant.h"

namespace {

struct RunningVarBiased : mutants::Kernel {
  double running_var(double old, const mutants::Batch& batch) const override {
    return blended(old, batch.variance);
  }
};

}  // namespace

BN_MUTANT(RunningVarBiased)
