#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return evaluates(trial) && has_backward(trial); }

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Backward<double>& got = trial.backward().outputs;
  const Backward<Ball>& truth = trial.backward_truth();
  const ErrorModel::BackwardBudget& budget = trial.backward_budget();
  Judgement result = judge("dx", got.dx, truth.dx, budget.dx);
  result.merge(judge("dweight", got.dweight, truth.dweight, budget.dweight));
  result.merge(judge("dbias", got.dbias, truth.dbias, budget.dbias));
  return result;
}

}  // namespace

const Property kBackwardEvaluation{
    "backward_evaluation",
    "E5",
    "gradients of evaluation",
    "dx_i = weight*invstd*dy_i, dweight = sum(dy*(x - running_mean)*invstd), dbias = sum(dy); "
    "invstd = 1/sqrt(running_var + eps)",
    applies_to,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
