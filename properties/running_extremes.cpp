#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial); }

std::vector<Ball> exactly(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

/// Returns what the batch alone makes of the running statistics.
Forward<Ball> batch_statistics(const Problem& problem, const Dialect& dialect) {
  Forward<Ball> batch;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const Moments at_x = moments(channel_of(problem.x, problem.shape, c));
    batch.running_mean.push_back(at_x.mean);
    batch.running_var.push_back(running_variance(at_x, dialect));
  }
  return batch;
}

Judgement judge_running(const Trial& trial, double momentum, const Forward<Ball>& truth) {
  Problem problem = tracked(trial.problem());
  problem.momentum = momentum;
  Trial extreme(trial.court(), problem);
  if (const auto ended = judge_status(extreme.forward())) return *ended;
  const Forward<double>& got = extreme.forward().outputs;
  const ErrorModel::ForwardBudget& budget = extreme.forward_budget();
  Judgement result =
      judge("running_mean", got.running_mean, truth.running_mean, budget.running_mean);
  result.merge(judge("running_var", got.running_var, truth.running_var, budget.running_var));
  return result;
}

Judgement check(Trial& trial) {
  const Problem problem = tracked(trial.problem());
  const double forget = all_on_new(trial.dialect());
  const Forward<Ball> kept = {
      {}, {}, {}, exactly(problem.running_mean), exactly(problem.running_var)};
  Judgement result = judge_running(trial, forget, batch_statistics(problem, trial.dialect()));
  result.merge(judge_running(trial, 1 - forget, kept));
  return result;
}

}  // namespace

const Property kRunningExtremes{
    "running_extremes",
    "R2",
    "momentum 1 and 0",
    "all weight on the new batch: running_mean = mean, running_var = var*m/(m - 1) or as the "
    "dialect says; all on the old value: both stay; whatever eps is",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "With momentum 1 the old value has the weight 0 in O3, with momentum 0 the batch has: "
         "each half of the update is seen alone. D2 exchanges the two; eps is in neither.",
     .budget = "T2: the budgets of running_mean and running_var at these momenta, around moments "
               "computed from x, or around the old values themselves.",
     .catches = "momentum that weighs the wrong side (oneflow #6055), the divisor of another "
                "framework or of another path of the same one (tensorflow #55545, mxnet #21111), "
                "eps or the standard deviation stored, double updates.",
     .defect = "momentum swapped"},
};

}  // namespace bncheck::properties
