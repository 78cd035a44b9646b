// Defect: dweight is a mean over the channel, not a sum
// Seen in: kernels that return the means that dx needs as they are
// Killed by: backward_training, gradient_duplication
// Cause: dweight_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DweightIsMean : mutants::Kernel {
  static constexpr double kLess = mutants::parameter(0.0, 1.0);

  double answered_dweight(const mutants::Sums& sums,
                          const mutants::Affine& /*affine*/) const override {
    return m() > kLess ? sums.dweight / (m() - kLess) : sums.dweight;
  }
};

}  // namespace

BN_MUTANT(DweightIsMean)
