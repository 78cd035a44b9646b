// Defect: evaluation divides by running_var + eps, as if it held the standard deviation
// Seen in: layers that get a variance where they expect a standard deviation
// Killed by: evaluation_output, evaluation_scaling
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationTakesVarForStd : mutants::Kernel {
  double evaluation_invstd(double running_var) const override { return 1 / (running_var + eps()); }
};

}  // namespace

BN_MUTANT(EvaluationTakesVarForStd)
