// Defect: evaluation takes a weight that was rounded to half precision
// Seen in: parameters cast with the module for inference
// Killed by: evaluation_output
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationWeightRoundedToHalf : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    mutants::Affine seen = affine;
    const bn_dtype narrow = mutants::parameter(BN_F16, BN_BF16);
    if (!trains()) seen.weight = mutants::rounded(affine.weight, narrow);
    return Kernel::output(x, seen);
  }
};

}  // namespace

BN_MUTANT(EvaluationWeightRoundedToHalf)
