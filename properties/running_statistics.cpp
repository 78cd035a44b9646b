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
    {.proof = "This is O3 itself: a weighted mean of the old value and the batch's, D1 naming the "
              "variance and D2 the weight. eps, weight and bias do not occur in it.",
     .budget =
         "T2: the budgets of the batch's mean and variance times the momentum, the roundings of "
         "the update, and the rounding of momentum itself unless BN_DOUBLE_PARAMETERS is declared.",
     .catches = "momentum swapped (Paddle #51120, d2l-en #2213), the biased variance (mlx #3817, "
                "tinygrad #807, tt-metal #55438), eps stored or added twice (chainer #4505), "
                "updates that are never stored (aprender #2166) or lost where the statistics have "
                "a stride (PyTorch #33867), blocks that race for them (TileOPs #1727).",
     .defect = "tracks the biased variance"},
};

}  // namespace bncheck::properties
