// Defect: training updates running_var, but not running_mean
// Seen in: updates of a tuple whose first part is thrown away
// Killed by: running_extremes, running_statistics
// Cause: running_not_updated
#include "mutants/kernel/mutant.h"

namespace {

struct RunningMeanNotUpdated : mutants::Kernel {
  double running_mean(double old, const mutants::Batch& /*batch*/) const override { return old; }
};

}  // namespace

BN_MUTANT(RunningMeanNotUpdated)
