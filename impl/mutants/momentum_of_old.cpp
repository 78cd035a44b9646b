// Defect: momentum weighs the old value, not the new batch
// Seen in: Paddle PR 51120, oneflow PR 6055, d2l-ai/d2l-en PR 2213
// Killed by: running_extremes, running_statistics, running_repetition
// Cause: momentum_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct MomentumOfOld : mutants::Kernel {
  double momentum() const override { return 1 - Kernel::momentum(); }
};

}  // namespace

BN_MUTANT(MomentumOfOld)
