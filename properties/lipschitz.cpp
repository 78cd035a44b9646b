// No eigenvalue of the derivative of xhat exceeds invstd <= 1/sqrt(eps). The law is sharp where the
// variance is far below eps, so x is scaled down until it is; the second input is the first in the
// opposite order.
#include <cmath>

#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// Returns the power of two by which x has a standard deviation below sqrt(eps)/4; at most 1.
double factor_of(const Problem& problem, std::int64_t channel) {
  const Ball var = variance(channel_of(problem.x, problem.shape, channel));
  const double share = 4 * std::sqrt((var / Ball(problem.eps)).middle.hi);
  return share > 1 && std::isfinite(share) ? std::ldexp(1, -std::ilogb(share) - 1) : 1;
}

Problem scaled_below_eps(const Problem& problem) {
  std::vector<double> factors;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) factors.push_back(factor_of(problem, c));
  return with_values(problem, [&](std::int64_t channel, std::int64_t j) {
    const double x = problem.x[index_of(problem.shape, static_cast<std::size_t>(channel),
                                        static_cast<std::size_t>(j))];
    return round_to(problem.dtype, x * factors[static_cast<std::size_t>(channel)]);
  });
}

Problem in_opposite_order(Problem problem) {
  const std::int64_t m = problem.shape.values_per_channel();
  problem.x = reordered(problem.x, problem.shape, [m](std::int64_t j) { return m - 1 - j; });
  return problem;
}

Judgement check(Trial& trial) {
  if (!(trial.problem().eps > 0)) return skipped("eps is 0: there is no Lipschitz constant");
  Trial first(trial.court(), scaled_below_eps(trial.plain().problem()));
  Trial second(trial.court(), in_opposite_order(first.problem()));
  if (const auto ended = judge_statuses(first, second)) return *ended;
  const Problem& problem = first.problem();
  const Budget& budget = first.forward_budget().y;
  const Budget& other_budget = second.forward_budget().y;
  const std::vector<Ball> xhat = enclose(first.forward().outputs.y, budget);
  const std::vector<Ball> other = enclose(second.forward().outputs.y, other_budget);
  Residuals residuals("max(0, eps*|xhat - xhat'|^2 - |x - x'|^2)");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    Ball steps, changes, ranges;
    for_channel(problem.shape, channel, [&](std::size_t i) {
      const Ball step = Ball(problem.x[i]) - Ball(second.problem().x[i]);
      steps = steps + square(step);
      changes = changes + square(xhat[i] - other[i]);
      ranges = ranges + square(Ball(budget.range[i]) + Ball(other_budget.range[i]));
    });
    residuals.add(excess(Ball(problem.eps) * changes - steps),
                  (Ball(problem.eps) * ranges).upper_magnitude());
  }
  return residuals.judgement();
}

}  // namespace

const Property kLipschitz{
    "lipschitz",
    "F23",
    "Lipschitz constant of the output",
    "|xhat(x) - xhat(x')| <= |x - x'|/sqrt(eps), Euclidean norms over a channel, var(x) < eps, x' "
    "the same values in the opposite order",
    trains,
    check,
    false,
    {"The derivative of xhat is invstd*P, and no eigenvalue of P (0, eps/(var + eps), 1) exceeds "
     "1; invstd <= 1/sqrt(eps) everywhere.",
     "T3: every xhat is widened by its budget; x and eps are exact.",
     "An eps that is lost, too small or outside the root: all show where the variance is small.",
     "ignores eps"},
};

}  // namespace bncheck::properties
