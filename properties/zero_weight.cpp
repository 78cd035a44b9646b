// A weight of 0 leaves the bias, in any order of operations and folded or not: every product is 0
// as long as xhat is finite. So the answer is exact, where no format rounds the bias itself.
#include <cmath>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/room.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && !trial.problem().weight.empty(); }

Problem without_weight(Problem problem) {
  problem.weight.assign(problem.weight.size(), 0);
  return problem;
}

/// Returns what y must be: itself where nothing is demanded.
std::vector<double> expected(Trial& trial) {
  const Problem& problem = trial.problem();
  std::vector<double> result = trial.forward().outputs.y;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const double bias = problem.bias_of(c);
    if (!is_in_every_format(bias, problem, trial.contract())) continue;
    for_channel(problem.shape, c, [&](std::size_t i) {
      if (std::isfinite(trial.forward_budget().y.radius[i])) result[i] = bias;
    });
  }
  return result;
}

Judgement check(Trial& trial) {
  Trial other(trial.court(), with_common_bias(without_weight(trial.problem())));
  if (const auto ended = judge_status(other.forward())) return *ended;
  return judge_same("y with weight 0", other.forward().outputs.y, expected(other));
}

}  // namespace

const Property kZeroWeight{
    "zero_weight",
    "X3",
    "weight 0",
    "weight = 0 gives y = bias to the bit, where y has a budget and no format rounds bias, "
    "whatever "
    "eps",
    applies_to,
    check,
    false,
    {"0 times a finite number is 0, and bias + 0 is bias, in every order of the operations.",
     "None: no format rounds the bias, so that the answer is exact (T7).",
     "weight + 1, a weight kept away from 0, 0*inf from an overflow, a missing bias.",
     "keeps weight away from 0"},
};

}  // namespace bncheck::properties
