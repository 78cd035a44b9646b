// Defect: d_weight is multiplied by weight
// Seen in: derivatives taken by xhat * weight, not by xhat
// Killed by: double_backward_matches_backward, double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardWeightSquared : mutants::Kernel {
  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    out.d_weight *= affine.weight;
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardWeightSquared)
