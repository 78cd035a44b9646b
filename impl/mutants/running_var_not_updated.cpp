// Defect: training updates running_mean, but not running_var
// Seen in: updates of a tuple whose second part is thrown away
// Killed by: running_extremes, running_statistics
// Cause: running_not_updated
#include "mutants/kernel/mutant.h"

namespace {

struct RunningVarNotUpdated : mutants::Kernel {
  double running_var(double old, const mutants::Batch& /*batch*/) const override { return old; }
};

}  // namespace

BN_MUTANT(RunningVarNotUpdated)
