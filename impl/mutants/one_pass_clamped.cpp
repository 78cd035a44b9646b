// Defect: the variance is the mean of squares less the squared mean, in float, and 0 where that
//   is negative
// Seen in: Flax, which clips its fast variance at 0 (google/flax issue 1491), keras PR 18795
// Killed by: saved_statistics, shift, training_output
// Cause: one_pass_variance
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct OnePassClamped : mutants::Kernel {
  double variance(const mutants::Values& x, double /*mean*/) const override {
    float sum = 0;
    float squares = 0;
    for (const double value : x) {
      const auto rounded = static_cast<float>(value);
      sum += rounded;
      squares += rounded * rounded;
    }
    const auto count = static_cast<float>(m());
    return std::max(0.0F, squares / count - (sum / count) * (sum / count));
  }
};

}  // namespace

BN_MUTANT(OnePassClamped)
