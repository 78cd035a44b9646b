// Defect: d(mean) has the term d(var) * sum(x - mean), computed and not dropped
// Seen in: pjreddie/darknet's mean_delta, mlpack PR 2474 (discussed there)
// Killed by: nothing: sum(x - mean) is 0, so that the term is 0; in double it is what rounding
//   leaves of it, times 2 * d(var) / m^2, far below a budget that pays for rounding x - mean
//   itself
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxSumOfDeviations : mutants::Kernel {
  mutants::Values training_dx(const mutants::Values& dy, const mutants::Values& xhat,
                              const mutants::Sums& sums,
                              const mutants::Affine& affine) const override {
    const double d_var = -sums.dweight * affine.invstd * affine.invstd / 2;
    const double d_mean = -2 * d_var * mutants::sum(xhat) / affine.invstd / m();
    mutants::Values dx = Kernel::training_dx(dy, xhat, sums, affine);
    for (double& value : dx) value += affine.weight * d_mean / m();
    return dx;
  }
};

}  // namespace

BN_MUTANT(DxSumOfDeviations)
