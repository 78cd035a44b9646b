// Defect: the sum of a channel is rounded to the type of x after every addition, and stalls
// Seen in: tensorflow issue 8535 (moving mean in float16), jax PR 17792 (mean)
// Killed by: saved_statistics, normalized_mean, duplication
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct SumsInStorageType : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    double sum = 0;
    for (const double value : x) {
      sum = mutants::rounded(sum + value, static_cast<bn_dtype>(x_tensor().dtype));
    }
    return sum / m();
  }
};

}  // namespace

BN_MUTANT(SumsInStorageType)
