// Defect: dbias is a mean over the channel, not a sum
// Seen in: kernels that return the means that dx needs as they are
// Killed by: backward_training, gradient_duplication
// Cause: dbias_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct DbiasIsMean : mutants::Kernel {
  static constexpr double kLess = mutants::parameter(0.0, 1.0);

  double answered_dbias(const mutants::Sums& sums,
                        const mutants::Affine& /*affine*/) const override {
    return m() > kLess ? sums.dbias / (m() - kLess) : sums.dbias;
  }
};

}  // namespace

BN_MUTANT(DbiasIsMean)
