// Defect: the output of double tensors is rounded to float before it is stored
// Seen in: kernels written for float and instantiated for double
// Killed by: training_output, evaluation_output
// Cause: precision_lost
#include "mutants/kernel/mutant.h"

namespace {

struct OutputThroughFloat : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    return mutants::rounded(Kernel::output(x, affine), BN_F32);
  }
};

}  // namespace

BN_MUTANT(OutputThroughFloat)
