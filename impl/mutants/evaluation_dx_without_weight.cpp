// Defect: evaluation's dx is not scaled by weight
// Seen in: branches for evaluation that were written for layers without weight
// Killed by: backward_evaluation
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationDxWithoutWeight : mutants::Kernel {
  double evaluation_dx(double dy, const mutants::Affine& affine) const override {
    return affine.invstd * dy;
  }
};

}  // namespace

BN_MUTANT(EvaluationDxWithoutWeight)
