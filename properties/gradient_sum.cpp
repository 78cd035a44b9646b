#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Shape& shape = trial.problem().shape;
  const Backward<double>& got = trial.backward().outputs;
  Residuals residuals("sum(dx)");
  for (std::int64_t channel = 0; channel < shape.c; ++channel) {
    const ChannelSum sum = sum_channel(got.dx, trial.backward_budget().dx, shape, channel);
    residuals.add(sum.total, sum.range);
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientSum{
    "gradient_sum",
    "B4",
    "sum of the gradient",
    "sum(dx) = 0, per channel, for every eps",
    trains_with_backward,
    check,
    /*splits_by_channel=*/true,
    {.proof = "A constant added to x changes no y, for any eps, so that the derivative in the "
              "direction (1, ..., 1), which is sum(dx), is 0.",
     .budget = "T3: as much as the budgets of dx of a channel add up to.",
     .catches = "The mean term of dx missing, or divided by m - 1.",
     .defect = "misses the mean term of dx"},
};

}  // namespace bncheck::properties
