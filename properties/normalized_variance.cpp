#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// Returns weight^2 * m * var/(var + eps), from x alone; claims nothing of 0/0.
Ball expected(const Problem& problem, std::int64_t channel) {
  const Ball var = moments(channel_of(problem.x, problem.shape, channel)).var;
  const Ball count(static_cast<double>(problem.shape.values_per_channel()));
  const Ball share = var / (var + Ball(problem.eps));
  if (!share.is_finite()) return share;
  return square(Ball(problem.weight_of(channel))) * count * share;
}

Ball sum_of_squares(const std::vector<Ball>& y, const Ball& bias) {
  Ball total;
  for (const Ball& each : y) total = total + square(each - bias);
  return total;
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  const std::vector<Ball> y = enclose(trial.forward().outputs.y, trial.forward_budget().y);
  Residuals residuals("sum((y - bias)^2) - weight^2*m*var/(var + eps)");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Ball truth = expected(problem, channel);
    const Ball bias(problem.bias_of(channel));
    const Ball got = sum_of_squares(channel_of(y, problem.shape, channel), bias);
    residuals.add(got - truth, truth.upper_magnitude());
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
};

}  // namespace bncheck::properties
