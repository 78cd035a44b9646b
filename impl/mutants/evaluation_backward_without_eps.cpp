// Defect: evaluation's backward divides by sqrt(running_var), without eps
// Seen in: chainer/chainer PR 2214 (there in forward)
// Killed by: backward_evaluation
// Cause: eps_omitted
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationBackwardWithoutEps : mutants::Kernel {
  mutants::Affine backward_affine(const mutants::Values& x) const override {
    mutants::Affine affine = Kernel::backward_affine(x);
    if (!trains()) affine.invstd = 1 / std::sqrt(parameter_or(backward_args().running_var, 1));
    return affine;
  }
};

}  // namespace

BN_MUTANT(EvaluationBackwardWithoutEps)
