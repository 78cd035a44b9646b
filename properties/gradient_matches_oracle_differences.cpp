#include <cmath>

#include "properties/central_difference.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const Problem& problem = trial.problem();
  // The oracle has no noise, so the remainder alone counts: it is of order relative^2 beside the
  // derivative, and need not be smaller than the rounding of dx.
  const Step step = choose_step(problem, std::sqrt(unit_roundoff(problem.dtype)));
  if (!moves(step)) return skipped("no exact step away from x exists");
  Trial ahead(trial.court(), moved(problem, step, 1));
  Trial behind(trial.court(), moved(problem, step, -1));
  const Budget& budget = trial.backward_budget().dx;
  const std::vector<Ball> dx = enclose(trial.backward().outputs.dx, budget);
  Residuals residuals("(f(x + delta) - f(x - delta))/2 - sum(dx*delta)");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Ball difference = central_difference(problem, step, channel, ahead.forward_truth().y,
                                               behind.forward_truth().y);
    residuals.add(difference - directional_derivative(problem, step, channel, dx),
                  derivative_range(problem, step, channel, budget.range));
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientMatchesOracleDifferences{
    "gradient_matches_oracle_differences",
    "B21",
    "gradient against differences of the oracle",
    "sum(dx*delta) = (f(x + delta) - f(x - delta))/2 + R, f = sum(dy*y) of the oracle; "
    "|R| <= M/(rho*(rho^2 - 1)), rho = 3/4*sqrt((var(x) + eps)/var(delta))",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "f along delta is a linear function of t over the root of var(x + t*delta) + eps, hence "
         "analytic up to the nearest root of that quadratic. Cauchy's estimate of its coefficients "
         "bounds what a central difference leaves out; the specification derives it under B21.",
     .budget = "T3: the budgets of dx times |delta|, and the bound of R, which a step of about "
               "sqrt(u)*sqrt(var + eps) keeps at the order u of the derivative.",
     .catches = "Any wrong gradient, without a formula of the gradient: an error that the "
                "implementation and the oracle's gradient had in common would show here.",
     .defect = "misses the variance term of dx"},
};

}  // namespace bncheck::properties
