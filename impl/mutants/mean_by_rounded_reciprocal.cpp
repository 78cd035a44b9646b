// Defect: the mean is the sum of x times 1/m, rounded to float, so that a constant channel is not
//   its own mean
// Seen in: BVLC/caffe issue 3963, pytorch issue 5410
// Killed by: constant_channel, saved_statistics, normalized_mean
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct MeanByRoundedReciprocal : mutants::Kernel {
  static constexpr bn_dtype kType = mutants::parameter(BN_F32, BN_F16);

  double mean(const mutants::Values& x) const override {
    return mutants::sum(x) * mutants::rounded(1 / m(), kType);
  }
};

}  // namespace

BN_MUTANT(MeanByRoundedReciprocal)
