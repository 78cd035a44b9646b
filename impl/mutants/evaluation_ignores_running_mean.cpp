// Defect: evaluation does not take running_mean off
// Seen in: tenstorrent/tt-metal PR 5317 (a folding that loses the shift)
// Killed by: evaluation_output, train_eval_consistency
// Cause: evaluation_uses_batch
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationIgnoresRunningMean : mutants::Kernel {
  mutants::Affine evaluation_affine() const override {
    mutants::Affine affine = Kernel::evaluation_affine();
    affine.mean = 0;
    return affine;
  }
};

}  // namespace

BN_MUTANT(EvaluationIgnoresRunningMean)
