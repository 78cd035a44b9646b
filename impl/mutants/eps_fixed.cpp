// Defect: eps is always 1e-5, whatever is asked for
// Seen in: exporters that drop the argument; AlexeyAB/darknet PR 5447 made two fixed ones equal
// Killed by: eps_precision, saved_statistics, power_of_two_input
// Cause: eps_wrong_value
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EpsFixed : mutants::Kernel {
  static constexpr double kEps = mutants::parameter(1e-5, 1e-3);

  double invstd(double variance) const override { return 1 / std::sqrt(variance + kEps); }
};

}  // namespace

BN_MUTANT(EpsFixed)
