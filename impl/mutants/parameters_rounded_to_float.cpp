// Defect: weight and bias of double tensors are rounded to float
// Seen in: layers that keep their parameters in float
// Killed by: identity
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct ParametersRoundedToFloat : mutants::Kernel {
  double weight(const bn_tensor& tensor) const override {
    return mutants::rounded(Kernel::weight(tensor), BN_F32);
  }
  double bias(const bn_tensor& tensor) const override {
    return mutants::rounded(Kernel::bias(tensor), BN_F32);
  }
};

}  // namespace

BN_MUTANT(ParametersRoundedToFloat)
