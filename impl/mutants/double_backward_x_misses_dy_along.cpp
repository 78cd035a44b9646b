// Defect: d_x misses the term of dy along xhat times ddx
// Seen in: derivatives of dx that were written by hand, term by term
// Killed by: double_backward_training, double_backward_symmetry
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardXMissesDyAlong : mutants::Kernel {
  static constexpr double kMissing = mutants::parameter(1.0, 0.5);

  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    const double bend =
        affine.weight * affine.invstd * affine.invstd / m() * mutants::dot(dy, xhat);
    const double mean = mutants::sum(second.ddx) / m();
    const double along = mutants::dot(second.ddx, xhat) / m();
    for (std::size_t j = 0; j < dy.size(); ++j)
      out.d_x[j] += kMissing * bend * (second.ddx[j] - mean - xhat[j] * along);
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardXMissesDyAlong)
