// Defect: save_mean and save_invstd are exchanged
// Seen in: calls that pass two pointers of one type in the wrong order
// Killed by: saved_statistics, backward_training
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct SavedExchanged : mutants::Kernel {
  double saved_mean(const mutants::Batch& batch) const override { return batch.invstd; }
  double saved_invstd(const mutants::Batch& batch) const override { return batch.mean; }
};

}  // namespace

BN_MUTANT(SavedExchanged)
