// Defect: ddbias is taken for 0
// Seen in: double backwards that were written for dx alone
// Killed by: double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardIgnoresDdbias : mutants::Kernel {
  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    return Kernel::training_second(dy, xhat, affine, {second.ddx, second.ddweight, 0});
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardIgnoresDdbias)
