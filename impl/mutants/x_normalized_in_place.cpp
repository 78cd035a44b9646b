// Defect: forward writes xhat into x, to have it for backward
// Seen in: layers that save memory by overwriting their input
// Killed by: execution
// Cause: input_changed
#include "mutants/kernel/mutant.h"

namespace {

struct XNormalizedInPlace : mutants::Kernel {
  mutants::Values output(const mutants::Values& x, const mutants::Affine& affine) const override {
    mutants::Values xhat = normalized(x, affine);
    scatter(x_tensor(), xhat);
    return Kernel::output(x, affine);
  }
};

}  // namespace

BN_MUTANT(XNormalizedInPlace)
