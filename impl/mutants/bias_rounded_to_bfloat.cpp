// Defect: bias is rounded to bfloat16
// Seen in: models cast to bfloat16 with all their parameters
// Killed by: training_output, normalized_mean
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct BiasRoundedToBfloat : mutants::Kernel {
  double bias(const bn_tensor& tensor) const override {
    return mutants::rounded(Kernel::bias(tensor), mutants::parameter(BN_BF16, BN_F16));
  }
};

}  // namespace

BN_MUTANT(BiasRoundedToBfloat)
