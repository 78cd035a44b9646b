// Defect: the variance term of dx is added where it must be subtracted
// Seen in: gradients derived by hand, where d(invstd)/d(var) loses its minus sign
// Killed by: backward_training
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxVarianceTermAdded : mutants::Kernel {
  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return affine.weight * affine.invstd * (dy - sums.dbias / m() + xhat * (sums.dweight / m()));
  }
};

}  // namespace

BN_MUTANT(DxVarianceTermAdded)
