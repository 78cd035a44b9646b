// Defect: eps is the least variance, max(var, eps), not a summand
// Seen in: code that guards a division and no more
// Killed by: eps_precision, saved_statistics, two_valued_output
// Cause: eps_misplaced
#include <algorithm>
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsAsFloor : mutants::Kernel {
  double invstd(double variance) const override { return 1 / std::sqrt(std::max(variance, eps())); }
};

}  // namespace

BN_MUTANT(EpsAsFloor)
