// Defect: dy is read with the strides of x
// Seen in: pytorch/pytorch issue 64039
// Killed by: backward_training, layout_independence
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct DyReadWithXStrides : mutants::Kernel {
  mutants::Values gather(const bn_tensor& tensor) const override {
    bn_tensor assumed = tensor;
    if (is_dy(tensor)) assumed.strides = x_tensor().strides;
    return Kernel::gather(assumed);
  }
};

}  // namespace

BN_MUTANT(DyReadWithXStrides)
