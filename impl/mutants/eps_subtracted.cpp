// Defect: eps is subtracted under the root
// Seen in: a sign slip in a rewritten formula
// Killed by: eps_monotone, eps_precision, saved_statistics
// Cause: eps_wrong_value
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsSubtracted : mutants::Kernel {
  static constexpr double kTimes = mutants::parameter(1, 2);

  double invstd(double variance) const override { return 1 / std::sqrt(variance - kTimes * eps()); }
};

}  // namespace

BN_MUTANT(EpsSubtracted)
