// Defect: evaluation's backward normalizes with the statistics of the batch
// Seen in: layers whose backward always recomputes
// Killed by: backward_evaluation
// Cause: backward_wrong_statistics
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationBackwardOfBatch : mutants::Kernel {
  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    if (!trains() && m() > 0) {
      affine.mean = mean(x);
      affine.invstd = invstd(variance(x, affine.mean));
    }
    return affine;
  }
};

}  // namespace

BN_MUTANT(EvaluationBackwardOfBatch)
