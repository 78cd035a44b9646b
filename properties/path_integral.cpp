// xhat is the gradient of Phi(x) = m*sqrt(var(x) + eps), so that its integral along a path gives
// the difference of Phi at the ends. Simpson's rule takes three inputs, each exact in x's type;
// docs/specification.md (F31) bounds what the rule leaves out.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/ulp.h"
#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// Bounds |integral of g over -1..1 - (g(-1) + 4 g(0) + g(1))/3|, where
///   g(s) = sum(xhat(x + s*delta)*delta) = m*(b + c*s)/sqrt(a + 2*b*s + c*s^2)
/// about the middle x: analytic within tau = sqrt(a/c), by Cauchy's estimate.
double remainder_bound(const Moments& x, const Moments& delta, const Ball& m, double eps) {
  const Ball theta(0.8);  // maximizes (1 - theta)*theta^4
  const Ball a = x.var + Ball(eps);
  const Ball rho = theta * sqrt(a / delta.var);
  if (!rho.is_finite() || !(rho.lower_magnitude() > 1)) {
    return std::numeric_limits<double>::infinity();
  }
  Ball b;
  for (std::size_t j = 0; j < x.deviation.size(); ++j) {
    b = b + x.deviation[j] * delta.deviation[j] / m;
  }
  const Ball largest = m * (abs(b) + delta.var * rho) / ((Ball(1) - theta) * sqrt(a));
  const Ball bound = Ball(2) * largest / (Ball(3) * square(rho) * (square(rho) - Ball(1)));
  return bound.upper_magnitude();
}

/// Returns half the path of a channel: away from the mean, by a power of two that is a small share
/// of sqrt(var + eps), so that the remainder weighs no more than a rounding of y; 0 where x + delta
/// or x + 2 delta is no number of the type.
std::vector<double> half_path(const Problem& problem, std::int64_t channel) {
  std::vector<double> x = channel_of(problem.x, problem.shape, channel);
  const Moments at_x = moments(x);
  const double share = std::sqrt(std::sqrt(unit_roundoff(problem.dtype))) / 2;
  const double wanted = share * std::sqrt((at_x.var + Ball(problem.eps)).middle.hi);
  if (!(wanted > 0) || !std::isfinite(wanted)) return std::vector<double>(x.size());
  const double size =
      std::max(std::ldexp(1, std::ilogb(wanted)), ulp(problem.dtype, largest_magnitude(x)));
  for (double& value : x) {
    const double step = value > at_x.mean.middle.hi ? size : -size;
    const bool exact =
        is_exact_sum(problem.dtype, value, step) && is_exact_sum(problem.dtype, value, 2 * step);
    value = exact ? step : 0;
  }
  return x;
}

Problem moved(Problem problem, const std::vector<double>& delta, double steps) {
  for (std::size_t i = 0; i < problem.x.size(); ++i) problem.x[i] += steps * delta[i];
  return problem;
}

Ball potential(const Trial& trial, std::int64_t channel) {
  const Problem& problem = trial.problem();
  const std::vector<double> x = channel_of(problem.x, problem.shape, channel);
  return Ball(static_cast<double>(x.size())) * sqrt(variance(x) + Ball(problem.eps));
}

/// Returns sum(xhat*delta) of one channel, and adds its range.
Ball slope(Trial& trial, std::int64_t channel, const std::vector<double>& delta, double& range) {
  const Shape& shape = trial.problem().shape;
  const Budget& budget = trial.forward_budget().y;
  const std::vector<Ball> xhat = enclose(trial.forward().outputs.y, budget);
  range = add_up(range, product_range(delta, channel_of(budget.range, shape, channel)));
  return inner_product(delta, channel_of(xhat, shape, channel));
}

Judgement check(Trial& trial) {
  Trial& start = trial.plain();
  const Problem& problem = start.problem();
  std::vector<double> delta(problem.x.size());
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    set_channel(delta, problem.shape, c, half_path(problem, c));
  }
  if (norm(delta) == 0) return skipped("no exact step away from x exists");
  Trial middle(trial.court(), moved(problem, delta, 1));
  Trial end(trial.court(), moved(problem, delta, 2));
  if (const auto ended = judge_statuses(start, middle)) return *ended;
  if (const auto ended = judge_status(end.forward())) return *ended;
  Residuals residuals("Phi(x') - Phi(x) - integral of sum(xhat*dx)");
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const std::vector<double> step = channel_of(delta, problem.shape, c);
    double at_ends = 0, between = 0;
    const Ball sum = slope(start, c, step, at_ends) + Ball(4) * slope(middle, c, step, between) +
                     slope(end, c, step, at_ends);
    const double remainder =
        remainder_bound(moments(channel_of(middle.problem().x, problem.shape, c)), moments(step),
                        Ball(static_cast<double>(step.size())), problem.eps);
    const Ball difference = potential(end, c) - potential(start, c);
    const double range = add_up(at_ends, mul_up(4, between)) / 3;
    residuals.add((difference - sum / Ball(3)).widened(remainder), range);
  }
  return residuals.judgement();
}

}  // namespace

const Property kPathIntegral{
    "path_integral",
    "F31",
    "output integrated along a path",
    "Phi(x + 2 delta) - Phi(x) = (g(x) + 4 g(x + delta) + g(x + 2 delta))/3 + R, Phi = m*sqrt(var "
    "+ "
    "eps), g = sum(xhat*delta), |R| <= 2M/(3 rho^2*(rho^2 - 1)), rho = 4/5*sqrt((var + "
    "eps)/var(delta))",
    trains,
    check,
    false,
    {"xhat is the gradient of Phi. g is analytic around the middle of the path, so that Cauchy's "
     "estimate bounds what Simpson's rule leaves out (docs/specification.md, F31).",
     "T3: every xhat is widened by its budget, the residual by the bound of R; Phi comes from x in "
     "balls.",
     "A wrong scale of the output, eps lost or outside the root, the unbiased variance.",
     "adds eps outside the root"},
};

}  // namespace bncheck::properties
