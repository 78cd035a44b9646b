// Defect: weight + 1 scales the output
// Seen in: models that keep their scales as offsets from 1
// Killed by: zero_weight, affine_output, training_output
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct WeightPlusOne : mutants::Kernel {
  static constexpr double kCenter = mutants::parameter(1.0, 0.5);

  double output(double x, const mutants::Affine& affine) const override {
    return (x - affine.mean) * affine.invstd * (affine.weight + kCenter) + affine.bias;
  }
};

}  // namespace

BN_MUTANT(WeightPlusOne)
