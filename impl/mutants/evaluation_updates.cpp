// Defect: evaluation updates the running statistics
// Seen in: pytorch PR 38084, tinygrad PRs 6200 and 6199 (updates that were switched off)
// Killed by: running_untouched, train_eval_consistency
// Cause: evaluation_updates
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationUpdates : mutants::Kernel {
  void forward_channel() override {
    const mutants::Values x = gather(forward_args().x);
    Kernel::forward_channel();
    if (!trains()) track(batch(x));
  }
};

}  // namespace

BN_MUTANT(EvaluationUpdates)
