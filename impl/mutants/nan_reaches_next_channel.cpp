// Defect: a NaN in one channel reaches the next one's sum
// Seen in: sums that are cleared by a product with 0
// Killed by: nan_stays_in_its_channel
// Cause: special_values
#include "mutants/kernel/mutant.h"

namespace {

struct NanReachesNextChannel : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    const double sum = mutants::sum(x) + (channel() > 0 ? 0 * last : 0);
    last = sum;
    return sum / m();
  }
  mutable double last = 0;
};

}  // namespace

BN_MUTANT(NanReachesNextChannel)
