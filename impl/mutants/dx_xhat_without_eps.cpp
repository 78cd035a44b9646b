// Defect: the variance term of dx divides by var where it must divide by var + eps
// Seen in: backward passes that cache the variance and add eps to one of the two places that need
//   it
// Killed by: backward_training
// Cause: eps_omitted
#include "mutants/kernel/mutant.h"

namespace {

struct DxXhatWithoutEps : mutants::Kernel {
  mutants::Values training_dx(const mutants::Values& dy, const mutants::Values& xhat,
                              const mutants::Sums& sums,
                              const mutants::Affine& affine) const override {
    const double squared = 1 / (affine.invstd * affine.invstd);
    const double ratio = squared / (squared - eps());
    return Kernel::training_dx(dy, xhat, {sums.dbias, sums.dweight * ratio}, affine);
  }
};

}  // namespace

BN_MUTANT(DxXhatWithoutEps)
