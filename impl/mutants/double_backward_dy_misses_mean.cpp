// Defect: d_dy keeps the mean of ddx
// Seen in: derivatives that take the mean for a constant of dx
// Killed by: double_backward_training, double_backward_sums
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardDyMissesMean : mutants::Kernel {
  static constexpr double kMissing = mutants::parameter(1.0, 0.5);

  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    const double mean = affine.weight * affine.invstd * mutants::sum(second.ddx) / m();
    for (std::size_t j = 0; j < dy.size(); ++j) out.d_dy[j] += kMissing * mean;
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardDyMissesMean)
