// Defect: running_var is kept at eps or above
// Seen in: guards against a division by 0 in evaluation
// Killed by: running_independence, running_statistics
// Cause: variance_clamped
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct RunningVarAtLeastEps : mutants::Kernel {
  double running_var(double old, const mutants::Batch& batch) const override {
    return std::max(Kernel::running_var(old, batch), mutants::parameter(1, 2) * eps());
  }
};

}  // namespace

BN_MUTANT(RunningVarAtLeastEps)
