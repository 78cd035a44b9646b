// Defect: evaluation leaves weight out
// Seen in: kernels for inference that expect the weight to be folded already
// Killed by: evaluation_output, train_eval_consistency
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationIgnoresWeight : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    mutants::Affine known = affine;
    if (!trains()) known.weight = 1;
    return Kernel::output(x, known);
  }
};

}  // namespace

BN_MUTANT(EvaluationIgnoresWeight)
