// Defect: save_mean holds the mean's negative
// Seen in: kernels that add a shift of -mean
// Killed by: saved_statistics, backward_training
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct SavesNegatedMean : mutants::Kernel {
  double saved_mean(const mutants::Batch& batch) const override { return -batch.mean; }
};

}  // namespace

BN_MUTANT(SavesNegatedMean)
