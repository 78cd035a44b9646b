// Defect: the square of eps is added under the root
// Seen in: code that takes eps for a standard deviation
// Killed by: eps_precision, saved_statistics, lipschitz
// Cause: eps_wrong_value
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsSquared : mutants::Kernel {
  static constexpr double kPower = mutants::parameter(2.0, 0.5);

  double invstd(double variance) const override {
    return 1 / std::sqrt(variance + std::pow(eps(), kPower));
  }
};

}  // namespace

BN_MUTANT(EpsSquared)
