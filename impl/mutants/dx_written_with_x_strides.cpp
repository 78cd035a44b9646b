// Defect: dx is written with the strides of x
// Seen in: dx allocated like x, and then given by the caller
// Killed by: layout_independence
// Cause: layout_ignored
#include "mutants/kernel/mutant.h"

namespace {

struct DxWrittenWithXStrides : mutants::Kernel {
  void scatter(const bn_tensor& tensor, const mutants::Values& values) const override {
    bn_tensor assumed = tensor;
    if (is_dx(tensor)) assumed.strides = x_tensor().strides;
    Kernel::scatter(assumed, values);
  }
};

}  // namespace

BN_MUTANT(DxWrittenWithXStrides)
