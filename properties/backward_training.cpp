#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_backward(trial); }

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

const Property kBackwardTraining{
    "backward_training",
    "B1-B3",
    "gradients of training",
    "dx_i = weight*invstd*(dy_i - mean(dy) - xhat_i*mean(dy*xhat)), dweight = sum(dy*xhat), "
    "dbias = sum(dy); xhat = (x - mean)*invstd, invstd = 1/sqrt(var + eps)",
    applies_to,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
