// Defect: backward takes a weight that was rounded to half precision
// Seen in: backward kernels that read a copy of the parameters in the type of the tensor
// Killed by: backward_training
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct DxWeightRoundedToHalf : mutants::Kernel {
  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    affine.weight = mutants::rounded(affine.weight, mutants::parameter(BN_F16, BN_BF16));
    return affine;
  }
};

}  // namespace

BN_MUTANT(DxWeightRoundedToHalf)
