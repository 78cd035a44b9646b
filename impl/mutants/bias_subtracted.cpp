// Defect: bias is subtracted
// Seen in: formulas rewritten for a bias of the other sign
// Killed by: affine_output, zero_weight, normalized_mean
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct BiasSubtracted : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    return (x - affine.mean) * affine.invstd * affine.weight - affine.bias;
  }
};

}  // namespace

BN_MUTANT(BiasSubtracted)
