// Defect: ddx is taken for 0
// Seen in: double backwards that return what ddweight and ddbias give alone
// Killed by: double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardIgnoresDdx : mutants::Kernel {
  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    return Kernel::training_second(dy, xhat, affine,
                                   {mutants::Values(dy.size()), second.ddweight, second.ddbias});
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardIgnoresDdx)
