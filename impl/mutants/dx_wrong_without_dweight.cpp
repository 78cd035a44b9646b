// Defect: where dweight is not wanted its sum is not computed, and dx does without it
// Seen in: PaddlePaddle/Paddle PR 67559, pytorch/pytorch issue 98602 are of this kind: outputs
//   that are not wanted
// Killed by: output_selection, backward_training
// Cause: parameter_absent
#include "mutants/kernel/mutant.h"

namespace {

struct DxWrongWithoutDweight : mutants::Kernel {
  mutants::Values training_dx(const mutants::Values& dy, const mutants::Values& xhat,
                              const mutants::Sums& sums,
                              const mutants::Affine& affine) const override {
    const double known = mutants::is_present(backward_args().dweight) ? sums.dweight : 0;
    return Kernel::training_dx(dy, xhat, {sums.dbias, known}, affine);
  }
};

}  // namespace

BN_MUTANT(DxWrongWithoutDweight)
