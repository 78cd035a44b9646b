// Defect: the output is clamped to -6 and 6
// Seen in: activations fused with the layer and left on
// Killed by: training_output, evaluation_affinity, affine_output
// Cause: affine_wrong
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct OutputClamped : mutants::Kernel {
  static constexpr double kLargest = mutants::parameter(6.0, 100.0);

  double output(double x, const mutants::Affine& affine) const override {
    return std::clamp(Kernel::output(x, affine), -kLargest, kLargest);
  }
};

}  // namespace

BN_MUTANT(OutputClamped)
