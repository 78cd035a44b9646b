// Defect: the statistics clip values to the range of half, whatever the type of x is
// Seen in: Keras 3 on TensorFlow, whose moments are clipped to the range of half before the cast
// Killed by: saved_statistics, training_output, power_of_two_input
// Cause: overflow
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct XClippedToHalf : mutants::Kernel {
  static constexpr double kLargest = mutants::parameter(65504.0, 448.0);

  mutants::Batch batch(const mutants::Values& x) const override {
    mutants::Values clipped = x;
    for (double& value : clipped) value = std::clamp(value, -kLargest, kLargest);
    return Kernel::batch(clipped);
  }
};

}  // namespace

BN_MUTANT(XClippedToHalf)
