// Defect: training leaves the running statistics as they were
// Seen in: paiml/aprender PR 2166, jax issue 139
// Killed by: running_extremes, running_statistics, train_eval_consistency
// Cause: running_not_updated
#include "mutants/kernel/mutant.h"

namespace {

struct RunningNeverUpdated : mutants::Kernel {
  void track(const mutants::Batch& /*batch*/) const override {}
};

}  // namespace

BN_MUTANT(RunningNeverUpdated)
