// Defect: training's dx is that of evaluation, weight * invstd * dy, with the batch's statistics
//   taken for constants
// Seen in: hand-written autograd functions whose backward has one formula for both modes
// Killed by: backward_training
// Cause: backward_wrong_mode
#include "mutants/kernel/mutant.h"

namespace {

struct DxOfEvaluationInTraining : mutants::Kernel {
  double training_dx(double dy, double /*xhat*/, const mutants::Sums& /*sums*/,
                     const mutants::Affine& affine) const override {
    return affine.weight * affine.invstd * dy;
  }
};

}  // namespace

BN_MUTANT(DxOfEvaluationInTraining)
