#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  const Budget& budget = trial.forward_budget().y;
  const std::vector<Ball> y = enclose(trial.forward().outputs.y, budget);
  const Ball count(static_cast<double>(problem.shape.values_per_channel()));
  Residuals residuals("sum(y) - m*bias");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Ball total = sum(channel_of(y, problem.shape, channel));
    residuals.add(total - count * Ball(problem.bias_of(channel)),
                  sum_up(channel_of(budget.range, problem.shape, channel)));
  }
  return residuals.judgement();
}

}  // namespace

const Property kNormalizedMean{
    "normalized_mean",
    "F5",
    "mean of the output",
    "sum(y) = m*bias, per channel",
    trains,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
