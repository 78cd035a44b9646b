// Defect: the mean term of dx is divided by m - 1
// Seen in: backward passes that take one divisor, that of running_var, for all
// Killed by: backward_training, gradient_sum
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxMeanTermUnbiased : mutants::Kernel {
  static constexpr double kLess = mutants::parameter(1.0, -1.0);

  double training_dx(double dy, double xhat, const mutants::Sums& sums,
                     const mutants::Affine& affine) const override {
    const double mean = sums.dbias / (m() - kLess);
    return affine.weight * affine.invstd * (dy - mean - xhat * (sums.dweight / m()));
  }
};

}  // namespace

BN_MUTANT(DxMeanTermUnbiased)
