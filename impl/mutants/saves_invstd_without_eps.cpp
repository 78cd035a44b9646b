// Defect: save_invstd is computed without eps, though y is not
// Seen in: two places that each compute 1/sqrt
// Killed by: saved_statistics, backward_training
// Cause: eps_omitted
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct SavesInvstdWithoutEps : mutants::Kernel {
  double saved_invstd(const mutants::Batch& batch) const override {
    return 1 / std::sqrt(batch.variance);
  }
};

}  // namespace

BN_MUTANT(SavesInvstdWithoutEps)
