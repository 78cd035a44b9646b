// Defect: training normalizes with the running statistics after their update
// Seen in: onnx issue 5799 (the reference evaluator normalizes with blended statistics)
// Killed by: training_output, normalized_mean
// Cause: training_uses_running
#include "mutants/kernel/mutant.h"

namespace {

struct TrainingUsesUpdatedRunning : mutants::Kernel {
  mutants::Affine training_affine(const mutants::Batch& batch) const override {
    if (!mutants::is_present(forward_args().running_mean)) return Kernel::training_affine(batch);
    const mutants::Affine old = evaluation_affine();
    const double var = parameter_or(forward_args().running_var, 1);
    return {running_mean(old.mean, batch), invstd(running_var(var, batch)), 1, 0};
  }
};

}  // namespace

BN_MUTANT(TrainingUsesUpdatedRunning)
