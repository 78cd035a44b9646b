// Defect: the variance term of dx has half its size: the factor 2 of the derivative of a square
//   is lost
// Seen in: backward passes written step by step, where d(square) = 2 * (x - mean) * d(var) / m
//   loses a factor
// Killed by: backward_training
// Cause: backward_wrong_factor
#include "mutants/kernel/mutant.h"

namespace {

struct DxVarianceTermHalf : mutants::Kernel {
  static constexpr double kFactor = mutants::parameter(0.5, 2.0);

  mutants::Values training_dx(const mutants::Values& dy, const mutants::Values& xhat,
                              const mutants::Sums& sums,
                              const mutants::Affine& affine) const override {
    return Kernel::training_dx(dy, xhat, {sums.dbias, kFactor * sums.dweight}, affine);
  }
};

}  // namespace

BN_MUTANT(DxVarianceTermHalf)
