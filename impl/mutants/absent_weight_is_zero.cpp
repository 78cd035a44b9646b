// Defect: an absent weight is read as 0
// Seen in: pytorch issue 54495, oneflow issues 7740 and 7574 (paths without weight)
// Killed by: training_output, normalized_variance, two_valued_output
// Cause: parameter_absent
#include "mutants/kernel/mutant.h"

namespace {

struct AbsentWeightIsZero : mutants::Kernel {
  double weight(const bn_tensor& tensor) const override {
    return parameter_or(tensor, mutants::parameter(0.0, -1.0));
  }
};

}  // namespace

BN_MUTANT(AbsentWeightIsZero)
