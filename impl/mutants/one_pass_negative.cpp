// Defect: the variance is the mean of squares less the squared mean, in float, and may come out
//   negative
// Seen in: tenstorrent/tt-metal issue 45968, tensorflow issue 118701, objax issue 182, and what
//   Haiku does
// Killed by: saved_statistics, shift, constant_channel
// Cause: one_pass_variance
#include "mutants/kernel/mutant.h"

namespace {

struct OnePassNegative : mutants::Kernel {
  double variance(const mutants::Values& x, double /*mean*/) const override {
    float sum = 0;
    float squares = 0;
    for (const double value : x) {
      const auto rounded = static_cast<float>(value);
      sum += rounded;
      squares += rounded * rounded;
    }
    const auto count = static_cast<float>(m());
    return squares / count - (sum / count) * (sum / count);
  }
};

}  // namespace

BN_MUTANT(OnePassNegative)
