// Defect: the variance term of dx is divided by m - 1, that of the unbiased variance
// Seen in: backward passes derived from a library's default variance, which divides by m - 1
// Killed by: backward_training
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxVarianceTermUnbiased : mutants::Kernel {
  static constexpr double kLess = mutants::parameter(1.0, -1.0);

  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    const double along = sums.dweight / (m() - kLess);
    return affine.weight * affine.invstd * (dy - sums.dbias / m() - xhat * along);
  }
};

}  // namespace

BN_MUTANT(DxVarianceTermUnbiased)
