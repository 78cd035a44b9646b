// Defect: dweight is added to what the buffer holds
// Seen in: gradients that accumulate, whose first call must find zeros
// Killed by: execution
// Cause: state_between_calls
#include "mutants/kernel/mutant.h"

namespace {

struct DweightAddedToBuffer : mutants::Kernel {
  double answered_dweight(const mutants::Sums& sums,
                          const mutants::Affine& /*affine*/) const override {
    return parameter_or(backward_args().dweight, 0) + sums.dweight;
  }
};

}  // namespace

BN_MUTANT(DweightAddedToBuffer)
