// Defect: d_dy keeps the part of ddx along xhat
// Seen in: derivatives that take invstd for a constant of dx
// Killed by: double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardDyMissesDirection : mutants::Kernel {
  static constexpr double kMissing = mutants::parameter(1.0, 0.5);

  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    const double along = affine.weight * affine.invstd * mutants::dot(second.ddx, xhat) / m();
    for (std::size_t j = 0; j < dy.size(); ++j) out.d_dy[j] += kMissing * along * xhat[j];
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardDyMissesDirection)
