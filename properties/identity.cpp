// weight and bias undo what the statistics did.
#include <cmath>

#include "core/judge.h"
#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && trial.problem().eps > 0; }

/// One channel, and how far from it y must be where weight and bias are rounded.
struct Undone {
  Undone(std::span<const double> values, double eps, DType dtype)
      : x(moments(values)), root(sqrt(x.var + Ball(eps))) {
    weight = root.is_finite() ? round_to(dtype, root.middle.hi) : HUGE_VAL;
    bias = round_to(dtype, x.mean.middle.hi);
  }

  Ball output(std::size_t j, double value) const {
    const Ball scaled = (Ball(weight) - root) * x.deviation[j] / root;
    return Ball(value) + scaled + (Ball(bias) - x.mean);
  }

  Moments x;
  Ball root;
  double weight, bias;
};

Judgement check(Trial& trial) {
  const Shape& shape = trial.problem().shape;
  Problem problem = trial.problem();
  problem.weight.clear();
  problem.bias.clear();
  std::vector<Ball> expected(problem.x.size());
  for (std::int64_t c = 0; c < shape.c; ++c) {
    const std::vector<double> values = channel_of(problem.x, shape, c);
    const Undone channel(values, problem.eps, problem.parameters());
    problem.weight.push_back(channel.weight);
    problem.bias.push_back(channel.bias);
    for (std::size_t j = 0; j < values.size(); ++j) {
      expected[index_of(shape, static_cast<std::size_t>(c), j)] = channel.output(j, values[j]);
    }
  }
  if (!all_finite(problem.weight) || !all_finite(problem.bias)) {
    return skipped(
        "the mean or the standard deviation of a channel is too large for weight and bias");
  }
  Trial undone(trial.court(), std::move(problem));
  if (const auto ended = judge_status(undone.forward())) return *ended;
  return judge("y", undone.forward().outputs.y, expected, undone.forward_budget().y);
}

}  // namespace

const Property kIdentity{
    "identity",
    "F32",
    "weight and bias that undo the normalization",
    "weight = sqrt(var + eps) and bias = mean, each rounded, give y = x + (weight - sqrt(var + "
    "eps))*xhat + (bias - mean)",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "sqrt(var + eps)*(x_i - mean)/sqrt(var + eps) + mean = x_i; what rounding adds to "
              "weight and bias is known exactly and multiplies xhat and 1.",
     .budget = "T2: the budget of y for this weight and bias, which are as large as x's spread and "
               "its mean.",
     .catches = "A layer that cannot represent the identity: eps added elsewhere, another divisor "
                "of the variance, weight or bias clipped, lost or applied in the wrong order.",
     .defect = "adds eps outside the root"},
};

}  // namespace bncheck::properties
