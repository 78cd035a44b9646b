// Defect: d_weight is invstd * sum(ddx * dy), as in evaluation
// Seen in: double backwards that share d_weight between the modes
// Killed by: double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardWeightNotProjected : mutants::Kernel {
  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    out.d_weight = affine.invstd * mutants::dot(second.ddx, dy);
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardWeightNotProjected)
