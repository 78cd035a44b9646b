// Defect: weight is rounded to half
// Seen in: models cast to half with all their parameters
// Killed by: identity, power_of_two_affine
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct WeightRoundedToHalf : mutants::Kernel {
  double weight(const bn_tensor& tensor) const override {
    return mutants::rounded(Kernel::weight(tensor), mutants::parameter(BN_F16, BN_BF16));
  }
};

}  // namespace

BN_MUTANT(WeightRoundedToHalf)
