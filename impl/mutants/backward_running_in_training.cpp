// Defect: training's backward normalizes with the running statistics
// Seen in: backward passes that read the two buffers at hand, not those that forward saved
// Killed by: backward_training
// Cause: backward_wrong_statistics
#include "mutants/kernel/mutant.h"

namespace {

struct BackwardRunningInTraining : mutants::Kernel {
  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    const bn_backward_args& args = backward_args();
    if (trains() && mutants::is_present(args.running_mean)) {
      affine.mean = parameter_or(args.running_mean, 0);
      affine.invstd = invstd(parameter_or(args.running_var, 1));
    }
    return affine;
  }
};

}  // namespace

BN_MUTANT(BackwardRunningInTraining)
