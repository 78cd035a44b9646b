// Defect: training's double backward is that of evaluation
// Seen in: pytorch/pytorch issue 586 is of this kind (there the first backward)
// Killed by: double_backward_training
// Cause: backward_wrong_mode
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardOfEvaluation : mutants::Kernel {
  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    return evaluation_second(dy, xhat, affine, second);
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardOfEvaluation)
