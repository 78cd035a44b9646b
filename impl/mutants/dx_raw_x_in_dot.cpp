// Defect: the dot product in dx is that of dy with x, not with x - mean
// Seen in: backward passes tested with inputs of mean 0 alone
// Killed by: backward_training, gradient_sum
// Cause: backward_wrong_statistics
#include "mutants/kernel/mutant.h"

namespace {

struct DxRawXInDot : mutants::Kernel {
  mutants::Values training_dx(const mutants::Values& dy, const mutants::Values& xhat,
                              const mutants::Sums& sums,
                              const mutants::Affine& affine) const override {
    const double raw = sums.dweight + affine.mean * affine.invstd * sums.dbias;
    return Kernel::training_dx(dy, xhat, {sums.dbias, raw}, affine);
  }
};

}  // namespace

BN_MUTANT(DxRawXInDot)
