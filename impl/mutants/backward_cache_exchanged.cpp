// Defect: backward unpacks its cache in another order than forward packed it: mean for invstd,
//   and the reverse
// Seen in: tuples of saved tensors without names, as in save_for_backward(mean, invstd)
// Killed by: backward_training
// Cause: saved_statistic_confused
#include <utility>

#include "mutants/kernel/mutant.h"

namespace {

struct BackwardCacheExchanged : mutants::Kernel {
  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    if (trains()) std::swap(affine.mean, affine.invstd);
    return affine;
  }
};

}  // namespace

BN_MUTANT(BackwardCacheExchanged)
