#include <cmath>

#include "properties/central_difference.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

std::vector<Ball> output(Trial& trial) {
  return enclose(trial.forward().outputs.y, trial.forward_budget().y);
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Problem& problem = trial.problem();
  // The rounding of y is of order u, the remainder of order relative^3: both count alike.
  const Step step = choose_step(problem, std::cbrt(unit_roundoff(problem.dtype)));
  if (!moves(step)) return skipped("no exact step away from x exists");
  Trial ahead(trial.court(), moved(problem, step, 1));
  if (const auto ended = judge_status(ahead.forward())) return *ended;
  Trial behind(trial.court(), moved(problem, step, -1));
  if (const auto ended = judge_status(behind.forward())) return *ended;
  const std::vector<Ball> y_ahead = output(ahead);
  const std::vector<Ball> y_behind = output(behind);
  const Budget& budget = trial.backward_budget().dx;
  const std::vector<Ball> dx = enclose(trial.backward().outputs.dx, budget);
  Residuals residuals("(f(x + delta) - f(x - delta))/2 - sum(dx*delta)");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Ball difference = central_difference(problem, step, channel, y_ahead, y_behind);
    residuals.add(difference - directional_derivative(problem, step, channel, dx),
                  derivative_range(problem, step, channel, budget.range));
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientMatchesOwnDifferences{
    "gradient_matches_own_differences",
    "B21",
    "gradient against differences of its own forward",
    "sum(dx*delta) = (f(x + delta) - f(x - delta))/2 + R, f = sum(dy*y) of the implementation; "
    "|R| <= M/(rho*(rho^2 - 1)), rho = 3/4*sqrt((var(x) + eps)/var(delta))",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "sum(dx*delta) is the derivative of f along delta, and half the central difference "
              "of f is that derivative but for R, |R| bounded as in "
              "gradient_matches_oracle_differences, with eps in rho. x + delta and x - delta are "
              "numbers of the type, so that forward answers at exactly these points.",
     .budget = "T3: half the budgets of y at both ends times |dy|, the budgets of dx times "
               "|delta|, and the bound of R. With delta about u^(1/3)*sqrt(var + eps) the first "
               "and the last weigh alike.",
     .catches = "A backward that is not the derivative of its own forward, in whatever way.",
     .defect = "misses the mean term of dx"},
};

}  // namespace bncheck::properties
