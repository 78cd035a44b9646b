// Defect: dx is added to what the buffer holds
// Seen in: apache/mxnet issue 18499 (the request to add, there forgotten)
// Killed by: execution
// Cause: state_between_calls
#include "mutants/kernel/mutant.h"

namespace {

struct DxAddedToBuffer : mutants::Kernel {
  mutants::Values dx(const mutants::Values& dy, const mutants::Values& xhat,
                     const mutants::Sums& sums, const mutants::Affine& affine) const override {
    mutants::Values dx = Kernel::dx(dy, xhat, sums, affine);
    if (!mutants::is_present(backward_args().dx)) return dx;
    const mutants::Values before = gather(backward_args().dx);
    for (std::size_t j = 0; j < dx.size(); ++j) dx[j] += before[j];
    return dx;
  }
};

}  // namespace

BN_MUTANT(DxAddedToBuffer)
