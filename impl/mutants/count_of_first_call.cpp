// Defect: the number of values is taken from the first call for all
// Seen in: kernels compiled for the shape of the first call
// Killed by: training_output, duplication
// Cause: state_between_calls
#include "mutants/kernel/mutant.h"

namespace {

struct CountOfFirstCall : mutants::Kernel {
  double mean(const mutants::Values& x) const override {
    if (count == 0) count = m();
    return mutants::sum(x) / count;
  }
  mutable double count = 0;
};

}  // namespace

BN_MUTANT(CountOfFirstCall)
