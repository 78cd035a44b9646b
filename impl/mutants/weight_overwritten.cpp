// Defect: forward folds invstd into weight where weight lies
// Seen in: folding for inference that is done to the layer's own parameters
// Killed by: execution
// Cause: input_changed
#include "mutants/kernel/mutant.h"

namespace {

struct WeightOverwritten : mutants::Kernel {
  mutants::Affine evaluation_affine() const override {
    const mutants::Affine affine = Kernel::evaluation_affine();
    set(forward_args().weight, affine.invstd * parameter_or(forward_args().weight, 1));
    return affine;
  }
};

}  // namespace

BN_MUTANT(WeightOverwritten)
