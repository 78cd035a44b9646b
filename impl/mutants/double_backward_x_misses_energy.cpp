// Defect: d_x misses the term xhat * mean(ddx * dy)
// Seen in: derivatives of dx that were written by hand, term by term
// Killed by: double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardXMissesEnergy : mutants::Kernel {
  static constexpr double kMissing = mutants::parameter(1.0, 0.5);

  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    if (affine.weight == 0) return out;
    const double bend = affine.weight * affine.invstd * affine.invstd / m();
    const double energy = out.d_weight / affine.invstd;
    for (std::size_t j = 0; j < dy.size(); ++j) out.d_x[j] += kMissing * bend * energy * xhat[j];
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardXMissesEnergy)
