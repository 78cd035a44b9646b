// Defect: the output is scaled by weight twice
// Seen in: graphs where the scale was folded and left in place too
// Killed by: affine_output, power_of_two_affine, training_output
// Cause: affine_wrong
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct WeightSquared : mutants::Kernel {
  static constexpr int kPower = mutants::parameter(2, 3);

  double output(double x, const mutants::Affine& affine) const override {
    return (x - affine.mean) * affine.invstd * std::pow(affine.weight, kPower) + affine.bias;
  }
};

}  // namespace

BN_MUTANT(WeightSquared)
