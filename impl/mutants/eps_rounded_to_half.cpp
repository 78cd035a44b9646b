// Defect: eps is rounded to half
// Seen in: models cast to half with all their constants
// Killed by: eps_precision, saved_statistics
// Cause: precision_lost
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsRoundedToHalf : mutants::Kernel {
  static constexpr bn_dtype kType = mutants::parameter(BN_F16, BN_BF16);

  double invstd(double variance) const override {
    return 1 / std::sqrt(variance + mutants::rounded(eps(), kType));
  }
};

}  // namespace

BN_MUTANT(EpsRoundedToHalf)
