// Defect: running_var tracks var + eps
// Seen in: chainer PR 4505 and issue 7506, nntrainer PR 677
// Killed by: running_independence, running_statistics, running_extremes
// Cause: running_wrong_statistic
#include "mutants/kernel/mutant.h"

namespace {

struct RunningVarWithEps : mutants::Kernel {
  double running_var(double old, const mutants::Batch& batch) const override {
    return Kernel::running_var(old, batch) + mutants::parameter(1, 2) * momentum() * eps();
  }
};

}  // namespace

BN_MUTANT(RunningVarWithEps)
