// Defect: save_mean holds the running mean after its update
// Seen in: one buffer name for two means
// Killed by: saved_statistics
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct SavesRunningMean : mutants::Kernel {
  double saved_mean(const mutants::Batch& batch) const override {
    return parameter_or(forward_args().running_mean, batch.mean);
  }
};

}  // namespace

BN_MUTANT(SavesRunningMean)
