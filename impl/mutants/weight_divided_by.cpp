// Defect: the output is divided by weight
// Seen in: scales that are stored as their inverse by another program
// Killed by: zero_weight, affine_output, training_output
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct WeightDividedBy : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    return (x - affine.mean) * affine.invstd / affine.weight + affine.bias;
  }
};

}  // namespace

BN_MUTANT(WeightDividedBy)
