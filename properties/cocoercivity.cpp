// xhat is the gradient of a convex function whose own gradient is Lipschitz of constant
// 1/sqrt(eps), so that two inputs that have nothing to do with each other are tied together.
#include <cmath>

#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  Trial& first = trial.plain();
  Trial second(trial.court(), with_second_input(first.problem()));
  if (const auto ended = judge_statuses(first, second)) return *ended;
  const Problem& problem = first.problem();
  const Budget& budget = first.forward_budget().y;
  const Budget& other_budget = second.forward_budget().y;
  const std::vector<Ball> xhat = enclose(first.forward().outputs.y, budget);
  const std::vector<Ball> other = enclose(second.forward().outputs.y, other_budget);
  const Ball root = sqrt(Ball(problem.eps));
  Residuals residuals("max(0, sqrt(eps)*|xhat - xhat'|^2 - sum((xhat - xhat')*(x - x')))");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    Ball product, squares;
    double range = 0;
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      const auto i = static_cast<std::size_t>(problem.shape.index(channel, j));
      const Ball step = Ball(problem.x[i]) - Ball(second.problem().x[i]);
      const Ball change = xhat[i] - other[i];
      product = product + change * step;
      squares = squares + square(change);
      const double widest = add_up(budget.range[i], other_budget.range[i]);
      range = add_up(range, mul_up(step.upper_magnitude(), widest));
    }
    residuals.add(excess(root * squares - product), range);
  }
  return residuals.judgement();
}

}  // namespace

const Property kCocoercivity{
    "cocoercivity",
    "F22",
    "two inputs and their outputs",
    "sum((xhat(x) - xhat(x'))*(x - x')) >= sqrt(eps)*sum((xhat(x) - xhat(x'))^2)",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "The Hessian of m*sqrt(var + eps), whose gradient is xhat, is invstd*P with P = I - 11'/m "
         "- xhat xhat'/m. The eigenvalues of P are 0, eps/(var + eps) and 1, so that xhat has the "
         "Lipschitz constant 1/sqrt(eps). For the gradient of a convex function the law follows "
         "(Baillon and Haddad, 1977); for eps = 0 it says that xhat is monotone.",
     .budget = "T3: both budgets of xhat, times |x - x'| in one sum and squared, times sqrt(eps), "
               "in the other; an excess counts when it is proven. Where var is far above eps the "
               "law itself leaves much room.",
     .catches = "eps lost or too small, an output that answers another input.",
     .defect = "ignores an eps above the variance"},
};

}  // namespace bncheck::properties
