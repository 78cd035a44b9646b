// Defect: momentum is rounded to half
// Seen in: scalars cast to the type of the tensor
// Killed by: running_statistics, running_repetition
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct MomentumRoundedToHalf : mutants::Kernel {
  double momentum() const override {
    return mutants::rounded(Kernel::momentum(), mutants::parameter(BN_F16, BN_BF16));
  }
};

}  // namespace

BN_MUTANT(MomentumRoundedToHalf)
