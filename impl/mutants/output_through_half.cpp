// Defect: the output is rounded to half before it is stored
// Seen in: mixed precision that casts a layer's answer and casts it back
// Killed by: training_output, evaluation_output
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct OutputThroughHalf : mutants::Kernel {
  static constexpr bn_dtype kType = mutants::parameter(BN_F16, BN_BF16);

  double output(double x, const mutants::Affine& affine) const override {
    return mutants::rounded(Kernel::output(x, affine), kType);
  }
};

}  // namespace

BN_MUTANT(OutputThroughHalf)
