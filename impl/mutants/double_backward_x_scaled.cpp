// Defect: the part of d_x that ddx brings has a wrong factor
// Seen in: the factor 2 of a square's derivative, taken once too often
// Killed by: double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardXScaled : mutants::Kernel {
  static constexpr double kFactor = mutants::parameter(2.0, 0.5);

  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    const mutants::Second rest = {mutants::Values(dy.size()), second.ddweight, second.ddbias};
    const mutants::Values other = Kernel::training_second(dy, xhat, affine, rest).d_x;
    for (std::size_t j = 0; j < dy.size(); ++j)
      out.d_x[j] = kFactor * (out.d_x[j] - other[j]) + other[j];
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardXScaled)
