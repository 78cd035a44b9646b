#include "properties/central_difference.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/pattern.h"
#include "core/ulp.h"
#include "properties/moments.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Keeps the signs apart from those of the recipes, which use small seeds; digits of pi.
constexpr std::uint64_t kSignSeed = 0x243f6a8885a308d3U;

/// Returns |(f(1) - f(-1))/2 - f'(0)| at most, where
///   f(t) = weight*(A + B t)/sqrt(q(t)) + constant,  q(t) = a + 2bt + ct^2,
///   a = var(x) + eps, b = cov(x, delta), c = var(delta), A = sum dy*d, B = sum dy*p,
/// d and p the deviations of x and delta. By Cauchy-Schwarz b^2 <= var(x) c <= a c: the roots of q
/// are conjugate, of modulus tau = sqrt(a/c), and f is analytic inside. On |t| = rho = theta*tau,
/// |q| >= c(tau - rho)^2 = a(1 - theta)^2, so |f - constant| <= M = |weight|(|A| + |B|rho) /
/// ((1 - theta)sqrt(a)); by Cauchy's estimate the n-th coefficient is at most M/rho^n, and the odd
/// ones from the third on sum to at most M/(rho(rho^2 - 1)) if rho > 1.
double remainder_bound(const std::vector<double>& dy, double weight, double eps, const Moments& x,
                       const Moments& delta) {
  const Ball theta(0.75);  // maximizes (1 - theta)*theta^3, the bound's denominator where B = 0
  const Ball a = x.var + Ball(eps);
  const Ball rho = theta * sqrt(a / delta.var);
  if (!rho.is_finite() || !(rho.lower_magnitude() > 1)) return kInfinity;
  const Ball numerator =
      abs(inner_product(dy, x.deviation)) + abs(inner_product(dy, delta.deviation)) * rho;
  const Ball largest = Ball(std::fabs(weight)) * numerator / ((Ball(1) - theta) * sqrt(a));
  return (largest / (rho * (square(rho) - Ball(1)))).upper_magnitude();
}

/// Returns the step's size: a power of two, and at least the distance between neighbours of x.
double step_size(DType dtype, const std::vector<double>& x, const Ball& a, double relative) {
  const double wanted = relative * std::sqrt(a.middle.hi);
  if (!(wanted > 0) || !std::isfinite(wanted)) return 0;
  return std::max(std::ldexp(1.0, std::ilogb(wanted)), ulp(dtype, largest_magnitude(x)));
}

std::vector<double> channel_step(DType dtype, const std::vector<double>& x, std::int64_t channel,
                                 double size) {
  std::vector<double> delta(x.size());
  for (std::size_t j = 0; j < x.size(); ++j) {
    const auto stream = static_cast<std::uint64_t>(channel);
    const double sign = (counter_random(kSignSeed, stream, j) & 1U) != 0 ? 1 : -1;
    const bool exact = is_exact_sum(dtype, x[j], size) && is_exact_sum(dtype, x[j], -size);
    delta[j] = exact ? sign * size : 0;
  }
  return delta;
}

}  // namespace

Step choose_step(const Problem& problem, double relative) {
  Step step{std::vector<double>(problem.x.size()), {}};
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const std::vector<double> x = channel_of(problem.x, problem.shape, channel);
    const Moments at_x = moments(x);
    const double size = step_size(problem.dtype, x, at_x.var + Ball(problem.eps), relative);
    const std::vector<double> delta = channel_step(problem.dtype, x, channel, size);
    step.remainder.push_back(remainder_bound(channel_of(problem.dy, problem.shape, channel),
                                             problem.weight_of(channel), problem.eps, at_x,
                                             moments(delta)));
    for (std::size_t j = 0; j < delta.size(); ++j) {
      const std::int64_t index = problem.shape.index(channel, static_cast<std::int64_t>(j));
      step.delta[static_cast<std::size_t>(index)] = delta[j];
    }
  }
  return step;
}

Problem moved(const Problem& problem, const Step& step, int sign) {
  Problem result = problem;
  for (std::size_t i = 0; i < result.x.size(); ++i) result.x[i] += sign * step.delta[i];
  return result;
}

bool moves(const Step& step) {
  return std::any_of(step.delta.begin(), step.delta.end(), [](double d) { return d != 0; });
}

Ball central_difference(const Problem& problem, const Step& step, std::int64_t channel,
                        const std::vector<Ball>& y_ahead, const std::vector<Ball>& y_behind) {
  const std::vector<double> dy = channel_of(problem.dy, problem.shape, channel);
  const Ball ahead = inner_product(dy, channel_of(y_ahead, problem.shape, channel));
  const Ball behind = inner_product(dy, channel_of(y_behind, problem.shape, channel));
  const double remainder = step.remainder[static_cast<std::size_t>(channel)];
  return ((ahead - behind) * Ball(0.5)).widened(remainder);
}

Ball directional_derivative(const Problem& problem, const Step& step, std::int64_t channel,
                            const std::vector<Ball>& dx) {
  return inner_product(channel_of(step.delta, problem.shape, channel),
                       channel_of(dx, problem.shape, channel));
}

double derivative_range(const Problem& problem, const Step& step, std::int64_t channel,
                        const std::vector<double>& dx_range) {
  double total = 0;
  for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
    const auto at = static_cast<std::size_t>(problem.shape.index(channel, j));
    total = add_up(total, mul_up(std::fabs(step.delta[at]), dx_range[at]));
  }
  return total;
}

}  // namespace bncheck::properties
