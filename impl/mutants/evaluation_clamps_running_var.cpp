// Defect: evaluation takes a running_var below 0.01 for 0.01
// Seen in: guards against small divisors beside an eps that guards already
// Killed by: evaluation_output, evaluation_scaling
// Cause: variance_clamped
#include <algorithm>

#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationClampsRunningVar : mutants::Kernel {
  double evaluation_invstd(double running_var) const override {
    return Kernel::evaluation_invstd(std::max(running_var, mutants::parameter(0.01, 1e-4)));
  }
};

}  // namespace

BN_MUTANT(EvaluationClampsRunningVar)
