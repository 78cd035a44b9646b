#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  const Forward<double>& got = trial.forward().outputs;
  const Ball count(static_cast<double>(problem.shape.values_per_channel()));
  Residuals residuals("sum(y) - m*bias");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const ChannelSum sum = sum_channel(got.y, trial.forward_budget().y, problem.shape, channel);
    residuals.add(sum.total - count * Ball(problem.bias_of(channel)), sum.range);
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
