// Defect: dx is not scaled by 1/sqrt(var + eps)
// Seen in: gradients derived by hand for inputs of variance 1
// Killed by: backward_training, gradient_scales_with_input
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxWithoutInvstd : mutants::Kernel {
  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return Kernel::training_dx(dy, xhat, sums, affine) / affine.invstd;
  }
};

}  // namespace

BN_MUTANT(DxWithoutInvstd)
