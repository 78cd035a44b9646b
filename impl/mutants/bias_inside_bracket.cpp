// Defect: bias is added before the product: weight * (xhat + bias)
// Seen in: reading y = weight * xhat + bias with a bracket that is not there
// Killed by: affine_output, zero_weight, training_output
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct BiasInsideBracket : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    return ((x - affine.mean) * affine.invstd + affine.bias) * affine.weight;
  }
};

}  // namespace

BN_MUTANT(BiasInsideBracket)
