// Defect: momentum is applied twice to the new batch
// Seen in: a batch statistic that was weighed already
// Killed by: running_statistics, running_repetition
// Cause: momentum_wrong
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct MomentumSquared : mutants::Kernel {
  double momentum() const override {
    return std::pow(Kernel::momentum(), mutants::parameter(2, 3));
  }
};

}  // namespace

BN_MUTANT(MomentumSquared)
