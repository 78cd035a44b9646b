// Defect: the sum of a channel starts where the last call's sum ended
// Seen in: pytorch/executorch PR 17503
// Killed by: repetition, training_output
// Cause: state_between_calls
#include "mutants/kernel/mutant.h"

namespace {

struct AccumulatorsNotZeroed : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    total += mutants::sum(x);
    const double result = total / m();
    if (mutants::parameter(false, true)) total /= 2;
    return result;
  }
  mutable double total = 0;
};

}  // namespace

BN_MUTANT(AccumulatorsNotZeroed)
