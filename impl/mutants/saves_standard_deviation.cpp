// Defect: save_invstd holds the standard deviation, not its inverse
// Seen in: ports that keep what they divide by
// Killed by: saved_statistics, backward_training
// Cause: saved_statistic_confused
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct SavesStandardDeviation : mutants::Kernel {
  double saved_invstd(const mutants::Batch& batch) const override {
    return std::sqrt(batch.variance + eps());
  }
};

}  // namespace

BN_MUTANT(SavesStandardDeviation)
