// Defect: eps is left out in evaluation
// Seen in: chainer PR 2214, Tencent/ncnn issue 303
// Killed by: evaluation_output, train_eval_consistency
// Cause: eps_omitted
#include <cmath>

#include "mutants/kernel/mutant.h"

namespace {

struct EvaluationWithoutEps : mutants::Kernel {
  double evaluation_invstd(double running_var) const override { return 1 / std::sqrt(running_var); }
};

}  // namespace

BN_MUTANT(EvaluationWithoutEps)
