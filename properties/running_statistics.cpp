#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Forward<double>& got = trial.forward().outputs;
  const Forward<Ball>& truth = trial.forward_truth();
  const ErrorModel::ForwardBudget& budget = trial.forward_budget();
  Judgement result =
      judge("running_mean", got.running_mean, truth.running_mean, budget.running_mean);
  result.merge(judge("running_var", got.running_var, truth.running_var, budget.running_var));
  return result;
}

}  // namespace

const Property kRunningStatistics{
    "running_statistics",
    "R1",
    "update of the running statistics",
    "running = (1 - momentum)*running + momentum*batch; batch is mean, and var*m/(m - 1) or as the "
    "dialect says; eps has no part in it",
    trains_with_running,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
