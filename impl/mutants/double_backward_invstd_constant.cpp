// Defect: d_x takes the statistics for constants: ddx does not reach it at all
// Seen in: backwards whose saved statistics are cut off from the graph
// Killed by: double_backward_training
// Cause: double_backward_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DoubleBackwardInvstdConstant : mutants::Kernel {
  mutants::SecondGradients training_second(const mutants::Values& dy, const mutants::Values& xhat,
                                           const mutants::Affine& affine,
                                           const mutants::Second& second) const override {
    mutants::SecondGradients out = Kernel::training_second(dy, xhat, affine, second);
    for (std::size_t j = 0; j < dy.size(); ++j)
      out.d_x[j] = second.ddweight * affine.invstd * dy[j];
    return out;
  }
};

}  // namespace

BN_MUTANT(DoubleBackwardInvstdConstant)
