// Defect: x is divided by the square of var + eps
// Seen in: jax issue 442 (`(var + eps) ** 2`)
// Killed by: saved_statistics, normalized_variance
// Cause: eps_misplaced
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct VariancePlusEpsSquared : mutants::Kernel {
  static constexpr double kPower = mutants::parameter(2.0, 1.5);

  double invstd(double variance) const override { return 1 / std::pow(variance + eps(), kPower); }
};

}  // namespace

BN_MUTANT(VariancePlusEpsSquared)
