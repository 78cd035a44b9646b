#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// Returns weight^2 * m * var/(var + eps), from x alone; claims nothing of 0/0.
Ball expected(const Problem& problem, std::int64_t channel) {
  const Ball var = variance(channel_of(problem.x, problem.shape, channel));
  const Ball count(static_cast<double>(problem.shape.values_per_channel()));
  const Ball share = var / (var + Ball(problem.eps));
  if (!share.is_finite()) return share;
  return square(Ball(problem.weight_of(channel))) * count * share;
}

/// Returns sum((y - bias)^2) over the channel, each y widened by its budget.
Ball sum_of_squares(Trial& trial, std::int64_t channel) {
  const std::vector<double>& y = trial.forward().outputs.y;
  const std::vector<double>& radius = trial.forward_budget().y.radius;
  const Ball bias(trial.problem().bias_of(channel));
  Ball total;
  for_channel(trial.problem().shape, channel,
              [&](std::size_t i) { total = total + square(Ball(y[i]).widened(radius[i]) - bias); });
  return total;
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  Residuals residuals("sum((y - bias)^2) - weight^2*m*var/(var + eps)");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Ball truth = expected(problem, channel);
    residuals.add(sum_of_squares(trial, channel) - truth, truth.upper_magnitude());
  }
  return residuals.judgement();
}

}  // namespace

const Property kNormalizedVariance{
    "normalized_variance",
    "F6",
    "variance of the output",
    "sum((y - bias)^2) = weight^2*m*var/(var + eps), per channel",
    trains,
    check,
    /*splits_by_channel=*/true,
    {.proof = "(y_i - bias)^2 = weight^2*(x_i - mean)^2/(var + eps), and sum((x_i - mean)^2) = "
              "m*var. So the variance of y falls short of weight^2 by exactly the share that eps "
              "has in var + eps.",
     .budget = "T3: each y is widened by its budget before it is squared, so that its square may "
               "move by about 2*|y - bias| times the budget. var comes from x, in balls.",
     .catches = "Any wrong variance or eps: m - 1 in the variance that normalizes, eps added to "
                "the standard deviation, eps left out, a square in place of the root (jax #442).",
     .defect = "normalizes by the unbiased variance"},
};

}  // namespace bncheck::properties
