// Defect: training normalizes with the running statistics
// Seen in: apache/tvm issue 15280; Equinox in its default mode
// Killed by: training_output, normalized_mean, shift
// Cause: training_uses_running
#include "mutants/kernel/mutant.h"

namespace {

struct TrainingUsesRunning : mutants::Kernel {
  mutants::Affine training_affine(const mutants::Batch& batch) const override {
    return mutants::is_present(forward_args().running_mean) ? evaluation_affine()
                                                            : Kernel::training_affine(batch);
  }
};

}  // namespace

BN_MUTANT(TrainingUsesRunning)
