// Defect: save_invstd holds the variance
// Seen in: pytorch PR 94351 (MPS)
// Killed by: saved_statistics, backward_training
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct SavesVariance : mutants::Kernel {
  double saved_invstd(const mutants::Batch& batch) const override { return batch.variance; }
};

}  // namespace

BN_MUTANT(SavesVariance)
