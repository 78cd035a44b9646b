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
    {.proof =
         "sum(x_i - mean) = 0, by the definition of the mean. weight and 1/sqrt(var + eps) are the "
         "same for the whole channel, so that m times the bias is all that is left of sum(y).",
     .budget =
         "T3: the budgets of y of the channel, added up. The law asks the oracle for no truth.",
     .catches = "A wrong mean, values left out of a sum or counted twice, row padding ignored "
                "(ComputeLibrary #235, wrong for 13x13), a lost bias.",
     .defect = "drops the last value"},
};

}  // namespace bncheck::properties
