// Defect: evaluation takes a bias that was rounded to half precision
// Seen in: parameters cast with the module for inference
// Killed by: evaluation_output
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationBiasRoundedToHalf : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    mutants::Affine seen = affine;
    const bn_dtype narrow = mutants::parameter(BN_F16, BN_BF16);
    if (!trains()) seen.bias = mutants::rounded(affine.bias, narrow);
    return Kernel::output(x, seen);
  }
};

}  // namespace

BN_MUTANT(EvaluationBiasRoundedToHalf)
