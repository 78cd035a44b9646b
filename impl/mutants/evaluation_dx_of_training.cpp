// Defect: evaluation's dx has the terms of training
// Seen in: pytorch/pytorch issue 586, apache/mxnet issue 9580, pytorch/xla issue 913
// Killed by: backward_evaluation
// Cause: backward_wrong_mode
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationDxOfTraining : mutants::Kernel {
  mutants::Values dx(const mutants::Values& dy, const mutants::Values& xhat,
                     const mutants::Sums& sums, const mutants::Affine& affine) const override {
    return training_dx(dy, xhat, sums, affine);
  }
};

}  // namespace

BN_MUTANT(EvaluationDxOfTraining)
