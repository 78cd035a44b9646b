// Defect: x is divided by the variance, not by its root
// Seen in: layers that get a variance where they expect a standard deviation
// Killed by: saved_statistics, normalized_variance, power_of_two_input
// Cause: eps_misplaced
#include "mutants/kernel/mutant.h"

namespace {

struct VarianceNotRooted : mutants::Kernel {
  double invstd(double variance) const override { return 1 / (variance + eps()); }
};

}  // namespace

BN_MUTANT(VarianceNotRooted)
