// Defect: bias is ignored
// Seen in: layers ported without their shift, as Caffe has it in a layer of its own
// Killed by: affine_output, zero_weight, normalized_mean
// Cause: affine_wrong
#include "mutants/kernel/mutant.h"

namespace {

struct BiasIgnored : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    return (x - affine.mean) * affine.invstd * affine.weight;
  }
};

}  // namespace

BN_MUTANT(BiasIgnored)
