// Defect: dx misses the term xhat * mean(dy * xhat), as if the variance did not move with x
// Seen in: gradients derived by hand that stop at the mean
// Killed by: backward_training, gradient_along_input
// Cause: backward_missing_term
#include "mutants/kernel/mutant.h"

namespace {

struct DxWithoutVarianceTerm : mutants::Kernel {
  double training_dx(double dy, double /*xhat*/, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    return affine.weight * affine.invstd * (dy - sums.dbias / m());
  }
};

}  // namespace

BN_MUTANT(DxWithoutVarianceTerm)
