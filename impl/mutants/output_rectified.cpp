// Defect: negative outputs become 0
// Seen in: fused batch norm and ReLU called for batch norm alone
// Killed by: normalized_mean, training_output, evaluation_affinity
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct OutputRectified : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    const double y = Kernel::output(x, affine);
    return y < 0 ? mutants::parameter(0.0, 0.01) * y : y;
  }
};

}  // namespace

BN_MUTANT(OutputRectified)
