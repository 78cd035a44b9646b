#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_backward(trial); }

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Shape& shape = trial.problem().shape;
  const Budget& budget = trial.backward_budget().dx;
  const std::vector<Ball> dx = enclose(trial.backward().outputs.dx, budget);
  Residuals residuals("sum(dx)");
  for (std::int64_t channel = 0; channel < shape.c; ++channel) {
    residuals.add(sum(channel_of(dx, shape, channel)),
                  sum_up(channel_of(budget.range, shape, channel)));
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientSum{
    "gradient_sum",
    "B4",
    "sum of the gradient",
    "sum(dx) = 0, per channel, for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
