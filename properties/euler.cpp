// y depends on eps through the factor 1/sqrt(var + eps) alone: the change of sum(dy*y) from one eps
// to another follows from dweight without truncation. eps' is about the variance of a channel,
// where the change is large.
#include <algorithm>
#include <cmath>

#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

constexpr double kLargestEps = 0x1p20;  // eps is a small number; no format of 1/sqrt overflows

bool applies_to(const Trial& trial) {
  return trains(trial) && has_backward(trial) && !trial.problem().weight.empty();
}

/// Returns 4 eps, or a power of two near the largest variance if that is more.
double other_eps(const Problem& problem) {
  double eps = problem.eps == 0 ? 0x1p-10 : 4 * problem.eps;
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const double var = variance(channel_of(problem.x, problem.shape, c)).middle.hi;
    if (var > eps) eps = std::max(eps, std::ldexp(1, std::ilogb(std::min(var, kLargestEps))));
  }
  return eps;
}

Problem with_eps(Problem problem, double eps) {
  problem.eps = eps;
  return problem;
}

/// Returns sum(dy*y) of one channel.
Ball along_dy(Trial& trial, const std::vector<Ball>& y, std::int64_t channel) {
  const Shape& shape = trial.problem().shape;
  return inner_product(channel_of(trial.problem().dy, shape, channel),
                       channel_of(y, shape, channel));
}

double range_of(Trial& trial, const std::vector<double>& dy, std::int64_t channel) {
  const Budget& budget = trial.forward_budget().y;
  return product_range(dy, channel_of(budget.range, trial.problem().shape, channel));
}

Judgement check(Trial& trial) {
  Trial other(trial.court(), with_eps(trial.problem(), other_eps(trial.problem())));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const std::vector<Ball> y = enclose(trial.forward().outputs.y, trial.forward_budget().y);
  const std::vector<Ball> moved = enclose(other.forward().outputs.y, other.forward_budget().y);
  Residuals residuals("sum(dy*(y(eps') - y(eps))) - weight*dweight*(invstd'/invstd - 1)");
  std::int64_t c = 0;
  for (const GradientChannel& channel : trial.gradient_channels()) {
    const Ball larger = channel.x.var + Ball(other.problem().eps);
    const Ball factor = Ball(1) / (sqrt(larger) * channel.invstd) - Ball(1);
    const Ball expected = channel.weight * channel.dweight * factor;
    residuals.add(along_dy(other, moved, c) - along_dy(trial, y, c) - expected,
                  add_up(range_of(trial, channel.dy, c), range_of(other, channel.dy, c)));
    ++c;
  }
  return residuals.judgement();
}

}  // namespace

const Property kEuler{
    "euler",
    "B23",
    "dweight against another eps",
    "sum(dy*(y(eps') - y(eps))) = weight*dweight*(sqrt((var + eps)/(var + eps')) - 1), eps' about "
    "the largest variance",
    applies_to,
    check,
    false,
    {"y - bias = weight*(x - mean)/sqrt(var + eps), and dweight = sum(dy*(x - mean))/sqrt(var + "
     "eps): only the root depends on eps. The derivative at eps' = eps is Euler's relation.",
     "T3: both y and dweight are widened by their budgets; var comes from x in balls.",
     "A backward whose eps is not that of its forward, eps outside the root, a lost eps.",
     "eps lost"},
};

}  // namespace bncheck::properties
