// Defect: weight is ignored
// Seen in: layers ported without their scale, as Caffe has it in a layer of its own
// Killed by: training_output, affine_output, power_of_two_affine
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct WeightIgnored : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    return (x - affine.mean) * affine.invstd + affine.bias;
  }
};

}  // namespace

BN_MUTANT(WeightIgnored)
