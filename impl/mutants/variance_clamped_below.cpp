// Defect: a variance below 0.1 is taken for 0.1
// Seen in: guards against small divisors beside an eps that guards already
// Killed by: saved_statistics, power_of_two_input, general_scaling
// Cause: variance_clamped
#include <algorithm>
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct VarianceClampedBelow : mutants::Kernel {
  static constexpr double kLeast = mutants::parameter(0.1, 0.01);

  double invstd(double variance) const override {
    return 1 / std::sqrt(std::max(variance, kLeast) + eps());
  }
};

}  // namespace

BN_MUTANT(VarianceClampedBelow)
