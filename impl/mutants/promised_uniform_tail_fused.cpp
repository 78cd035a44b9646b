// Defect: the last values behind a multiple of 4 take a fused multiply-add, though the same
//   operations are promised for all
// Seen in: vector bodies with scalar tails
// Killed by: equal_inputs
// Cause: contract_untrue
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct PromisedUniformTailFused : mutants::Kernel {
  mutants::Values output(const mutants::Values& x, const mutants::Affine& affine) const override {
    mutants::Values y = Kernel::output(x, affine);
    constexpr std::size_t kLanes = mutants::parameter(4, 8);
    for (std::size_t j = x.size() / kLanes * kLanes; j < x.size(); ++j) {
      y[j] = std::fma((x[j] - affine.mean) * affine.invstd, affine.weight, affine.bias);
    }
    return y;
  }
};

}  // namespace

BN_MUTANT(PromisedUniformTailFused)
