// Defect: eps is always 1e-3 in evaluation
// Seen in: exporters that write the other framework's default
// Killed by: evaluation_output, evaluation_scaling, backward_evaluation
// Cause: eps_wrong_value
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationEpsFixed : mutants::Kernel {
  double evaluation_invstd(double running_var) const override {
    return 1 / std::sqrt(running_var + mutants::parameter(1e-3, 1e-4));
  }
};

}  // namespace

BN_MUTANT(EvaluationEpsFixed)
