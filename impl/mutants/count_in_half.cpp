// Defect: the number of values is held in half, which has no odd number above 2048
// Seen in: pytorch issue 70901, tensorflow PR 30230
// Killed by: saved_statistics, running_extremes
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct CountInHalf : mutants::Kernel {
  static constexpr bn_dtype kType = mutants::parameter(BN_F16, BN_BF16);

  double mean(const mutants::Values& x) const override {
    return mutants::sum(x) / mutants::rounded(m(), kType);
  }
  double variance(const mutants::Values& x, double mean) const override {
    return Kernel::variance(x, mean) * (m() / mutants::rounded(m(), kType));
  }
};

}  // namespace

BN_MUTANT(CountInHalf)
