// Defect: evaluation multiplies running_var by m/(m - 1), which training did already
// Seen in: the original paper's inference, with running statistics that are unbiased
// Killed by: evaluation_output, evaluation_locality, train_eval_consistency
// Cause: running_var_divisor
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationCorrectsRunningVar : mutants::Kernel {
  double evaluation_invstd(double running_var) const override {
    return Kernel::evaluation_invstd(running_var * m() / (m() - mutants::parameter(1, 2)));
  }
};

}  // namespace

BN_MUTANT(EvaluationCorrectsRunningVar)
