// Defect: evaluation multiplies by running_var, as if it held invstd
// Seen in: a variable called var that holds an inverse standard deviation (onnxruntime issue
//   7622)
// Killed by: evaluation_output, evaluation_scaling
// Cause: saved_statistic_confused
#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationTakesVarForInvstd : mutants::Kernel {
  double evaluation_invstd(double running_var) const override { return running_var; }
};

}  // namespace

BN_MUTANT(EvaluationTakesVarForInvstd)
