// Defect: backward scales dy by weight where it lies
// Seen in: layers that save memory by overwriting the gradient they are given
// Killed by: execution
// Cause: input_changed
#include "mutants/kernel/mutant.h"

namespace {

struct DyOverwritten : mutants::Kernel {
  mutants::Values dx(const mutants::Values& dy, const mutants::Values& xhat,
                     const mutants::Sums& sums, const mutants::Affine& affine) const override {
    const mutants::Values dx = Kernel::dx(dy, xhat, sums, affine);
    scatter(backward_args().dy, dx);
    return dx;
  }
};

}  // namespace

BN_MUTANT(DyOverwritten)
