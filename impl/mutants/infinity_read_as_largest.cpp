// Defect: an infinity in a tensor is read as the largest number of half
// Seen in: pipelines that pass data through nan_to_num or clip it to the range of half
// Killed by: infinity_stays_in_its_channel
// Cause: special_values
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct InfinityReadAsLargest : mutants::Kernel {
  static constexpr double kInstead = mutants::parameter(65504.0, 3.4028234663852886e38);

  mutants::Values gather(const bn_tensor& tensor) const override {
    mutants::Values values = Kernel::gather(tensor);
    for (double& value : values) {
      if (std::isinf(value)) value = std::copysign(kInstead, value);
    }
    return values;
  }
};

}  // namespace

BN_MUTANT(InfinityReadAsLargest)
