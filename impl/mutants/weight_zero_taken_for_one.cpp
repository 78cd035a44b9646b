// Defect: a weight of 0 is taken for 1, as if it were not set
// Seen in: `weight or 1`, in languages where 0 counts as false
// Killed by: zero_weight, training_output
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct WeightZeroTakenForOne : mutants::Kernel {
  double weight(const bn_tensor& tensor) const override {
    const double weight = Kernel::weight(tensor);
    return weight == 0 ? mutants::parameter(1.0, 1e-5) : weight;
  }
};

}  // namespace

BN_MUTANT(WeightZeroTakenForOne)
