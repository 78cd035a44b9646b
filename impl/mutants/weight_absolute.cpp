// Defect: the absolute value of weight scales the output
// Seen in: folding and quantizing code that keeps scales positive
// Killed by: power_of_two_affine, training_output, affine_output
// Cause: affine_wrong
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct WeightAbsolute : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    return (x - affine.mean) * affine.invstd * std::fabs(affine.weight) + affine.bias;
  }
};

}  // namespace

BN_MUTANT(WeightAbsolute)
