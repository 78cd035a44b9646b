// Defect: weight is taken for 1 in forward and backward, and its gradient is 0
// Seen in: MXNet, whose fix_gamma is true by default
// Killed by: affine_output, training_output, backward_training
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct WeightForcedTo1 : mutants::Kernel {
  double weight(const bn_tensor& /*tensor*/) const override { return 1; }
  double dweight(const mutants::Values& /*dy*/, const mutants::Values& /*xhat*/) const override {
    return 0;
  }
};

}  // namespace

BN_MUTANT(WeightForcedTo1)
