// Defect: x is clamped before it is normalized
// Seen in: guards against overflow in half precision, kept for all types
// Killed by: training_output
// Cause: special_values
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct InputClamped : mutants::Kernel {
  static constexpr double kMost = mutants::parameter(1e4, 60000.0);

  mutants::Values gather(const bn_tensor& tensor) const override {
    mutants::Values values = Kernel::gather(tensor);
    for (double& value : values) {
      if (is_x(tensor)) value = std::clamp(value, -kMost, kMost);
    }
    return values;
  }
};

}  // namespace

BN_MUTANT(InputClamped)
