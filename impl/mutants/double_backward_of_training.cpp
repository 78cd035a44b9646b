// Defect: evaluation's double backward is that of training
// Seen in: pytorch/pytorch issue 586 is of this kind (there the first backward)
// Killed by: double_backward_evaluation
// Cause: backward_wrong_mode
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardOfTraining : mutants::Kernel {
  mutants::SecondGradients evaluation_second(const mutants::Values& dy, const mutants::Values& xhat,
                                             const mutants::Affine& affine,
                                             const mutants::Second& second) const override {
    return training_second(dy, xhat, affine, second);
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardOfTraining)
