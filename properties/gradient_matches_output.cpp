#include <cmath>

#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  return trains_with_backward(trial) && !trial.problem().weight.empty();
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Problem& problem = trial.problem();
  const Budget& budget = trial.forward_budget().y;
  const std::vector<Ball> y = enclose(trial.forward().outputs.y, budget);
  Residuals residuals("weight*dweight - sum(dy*(y - bias))");
  std::int64_t c = 0;
  for (const GradientChannel& channel : trial.gradient_channels()) {
    std::vector<Ball> output = channel_of(y, problem.shape, c);
    for (Ball& each : output) each = each - Ball(problem.bias_of(c));
    const double along_weight = mul_up(channel.weight.upper_magnitude(), channel.dweight_range);
    residuals.add(channel.weight * channel.dweight - inner_product(channel.dy, output),
                  add_up(along_weight,
                         product_range(channel.dy, channel_of(budget.range, problem.shape, c))));
    ++c;
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientMatchesOutput{
    "gradient_matches_output",
    "B15",
    "dweight against the output",
    "weight*dweight = sum(dy*(y - bias)), per channel, for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "weight*xhat_i = y_i - bias, with the mean, var and eps of forward. Multiply by dy_i "
              "and sum: weight*sum(dy*xhat) = weight*dweight.",
     .budget = "T3: |weight| times the budget of dweight, and that of each y_i times |dy_i|.",
     .catches = "A backward that disagrees with its forward on mean, variance or eps, a dweight "
                "that is a mean or misses a remainder (rocm-libraries #9030).",
     .defect = "dweight of another eps"},
};

}  // namespace bncheck::properties
