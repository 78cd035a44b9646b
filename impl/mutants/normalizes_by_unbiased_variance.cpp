// Defect: x is normalized with the variance over m - 1
// Seen in: ports that call a library's var() without saying which divisor
// Killed by: saved_statistics, normalized_variance, duplication
// Cause: variance_divisor
#include "mutants/kernel/mutant.h"

namespace {

struct NormalizesByUnbiasedVariance : mutants::Kernel {
  static constexpr double kLess = mutants::parameter(1.0, 1.5);

  mutants::Batch batch(const mutants::Values& x) const override {
    mutants::Batch batch = Kernel::batch(x);
    batch.invstd = invstd(batch.variance * m() / (m() - kLess));
    return batch;
  }
};

}  // namespace

BN_MUTANT(NormalizesByUnbiasedVariance)
