// Defect: running_var tracks the standard deviation
// Seen in: batch renormalization's moving sigma under batch norm's name
// Killed by: running_statistics, running_extremes, train_eval_consistency
// Cause: running_wrong_statistic
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct RunningStandardDeviation : mutants::Kernel {
  double running_var(double old, const mutants::Batch& batch) const override {
    return blended(old, std::sqrt(batch.variance * m() / (m() - 1)));
  }
};

}  // namespace

BN_MUTANT(RunningStandardDeviation)
