// Defect: weight is left out where bias is absent
// Seen in: one flag for both parameters
// Killed by: affine_output, training_output
// Cause: parameter_absent
#include "mutants/kernel/mutant.h"

namespace {

struct WeightDroppedWithoutBias : mutants::Kernel {
  double output(double x, const mutants::Affine& affine) const override {
    mutants::Affine known = affine;
    if (!mutants::is_present(forward_args().bias)) known.weight = 1;
    return Kernel::output(x, known);
  }
};

}  // namespace

BN_MUTANT(WeightDroppedWithoutBias)
