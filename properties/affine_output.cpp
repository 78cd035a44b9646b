// Without weight and bias y is xhat. Both answers keep to their budgets; the one for xhat is
// multiplied by |weight|.
#include <cmath>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  if (problem.weight.empty() && problem.bias.empty()) return skipped("there is no weight, no bias");
  Trial& plain = trial.plain();
  if (const auto ended = judge_statuses(trial, plain)) return *ended;
  const std::vector<double>& xhat = plain.forward().outputs.y;
  std::vector<Ball> truth(xhat.size());
  Budget budget = trial.forward_budget().y;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const double weight = problem.weight_of(channel);
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      const auto i = static_cast<std::size_t>(problem.shape.index(channel, j));
      truth[i] = Ball(weight) * Ball(xhat[i]) + Ball(problem.bias_of(channel));
      const double widened = mul_up(std::fabs(weight), plain.forward_budget().y.radius[i]);
      budget.radius[i] = add_up(budget.radius[i], add_up(widened, truth[i].radius));
      truth[i].radius = 0;
    }
  }
  return judge("y", trial.forward().outputs.y, truth, budget);
}

}  // namespace

const Property kAffineOutput{
    "affine_output",
    "F13",
    "weight and bias in the output",
    "y(weight, bias; eps) = weight*y(1, 0; eps) + bias, within both budgets",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "O2 without weight and bias is y = xhat; with them it is weight*xhat + bias, and "
              "xhat has the same mean, var and eps in both calls.",
     .budget = "T2 within the budget of y plus |weight| times the budget of xhat: both sides are "
               "answers of the implementation.",
     .catches = "weight*(xhat + bias), or another path of the code where weight and bias are "
                "absent (oneflow #7740 and PyTorch #54495 crashed on it).",
     .defect = "multiplies the bias by weight"},
};

}  // namespace bncheck::properties
