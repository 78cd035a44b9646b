// Defect: invstd scales the sum of dy * (x - mean), not each of its terms
// Seen in: pytorch/pytorch issue 57796
// Killed by: nothing: sum(dy * (x - mean)) * invstd and sum(dy * ((x - mean) * invstd)) are one
//   number, and both are sums of m terms with the same relative errors; a budget derived for any
//   order of the factors holds for both
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightInvstdAfterSum : mutants::Kernel {
  void backward_channel() override {
    x = gather(backward_args().x);
    Kernel::backward_channel();
  }
  double answered_dweight(const mutants::Sums& sums, const mutants::Affine& affine) const override {
    const mutants::Values dy = gather(backward_args().dy);
    double sum = 0;
    for (std::size_t j = 0; j < dy.size(); ++j) sum += dy[j] * (x[j] - affine.mean);
    return sums.dweight == 0 ? 0 : sum * affine.invstd;
  }
  mutable mutants::Values x;
};

}  // namespace

BN_MUTANT(DweightInvstdAfterSum)
