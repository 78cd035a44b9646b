// Defect: a NaN in a tensor is read as 0
// Seen in: pipelines that pass data through nan_to_num, and sums that leave NaN out
// Killed by: nan_stays_in_its_channel
// Cause: special_values
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct NanReadAsZero : mutants::Kernel {
  static constexpr double kInstead = mutants::parameter(0.0, 1.0);

  mutants::Values gather(const bn_tensor& tensor) const override {
    mutants::Values values = Kernel::gather(tensor);
    for (double& value : values) {
      if (std::isnan(value)) value = kInstead;
    }
    return values;
  }
};

}  // namespace

BN_MUTANT(NanReadAsZero)
