// Defect: dx is not scaled by weight
// Seen in: denizyuret/Knet.jl issue 288
// Killed by: backward_training, gradient_along_input
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxWithoutWeight : mutants::Kernel {
  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return Kernel::training_dx(dy, xhat, sums, {affine.mean, affine.invstd, 1, affine.bias});
  }
};

}  // namespace

BN_MUTANT(DxWithoutWeight)
