// The answer without weight and bias is normalized once more. What the second call is given is the
// first answer as it was returned, so that its exact result differs from the ideal one by what the
// first may be off, propagated: docs/specification.md (F24) derives how far.
#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// How far the second answer may move where xhat_i moves by at most `first`_i.
class Propagation {
 public:
  Propagation(const std::vector<double>& first, const Ball& var, double eps) {
    const auto m = static_cast<double>(first.size());
    away_ = (Ball(norm(first)) / sqrt(Ball(m))).upper_magnitude();
    const Ball spread = sqrt(var / (var + Ball(eps))) - Ball(away_);
    const double least = spread.middle.hi > 0 ? spread.lower_magnitude() : 0;
    steepest_ = (Ball(1) / sqrt(square(Ball(least)) + Ball(eps))).upper_magnitude();
  }

  double move(double xhat, double first) const {
    const double normalized = mul_up(steepest_, add_up(add_up(xhat, first), away_));
    return mul_up(steepest_, add_up(first, mul_up(add_up(1, normalized), away_)));
  }

 private:
  double away_;      ///< of |u - xhat|/sqrt(m), u the first answer
  double steepest_;  ///< of 1/sqrt(var(w) + eps), w between xhat and u
};

/// Sets the ideal of one channel, and widens the budget by the propagated error.
void set_expected(Trial& first, std::int64_t channel, std::vector<Ball>& truth, Budget& budget) {
  const Problem& problem = first.problem();
  const Moments x = moments(channel_of(problem.x, problem.shape, channel));
  const Ball sum = x.var + Ball(problem.eps);
  const Ball twice = sqrt(x.var + Ball(problem.eps) * sum);
  const std::vector<double> error =
      channel_of(first.forward_budget().y.radius, problem.shape, channel);
  const Propagation propagation(error, x.var, problem.eps);
  for (std::size_t j = 0; j < error.size(); ++j) {
    const std::size_t i = index_of(problem.shape, static_cast<std::size_t>(channel), j);
    truth[i] = x.deviation[j] / twice;
    const double xhat = (x.deviation[j] / sqrt(sum)).upper_magnitude();
    const double moved = add_up(propagation.move(xhat, error[j]), truth[i].radius);
    budget.radius[i] = add_up(budget.radius[i], moved);
    truth[i].radius = 0;
  }
}

Judgement check(Trial& trial) {
  Trial& first = trial.plain();
  if (const auto ended = judge_status(first.forward())) return *ended;
  if (!all_finite(first.forward().outputs.y)) return skipped("the output is not finite");
  Problem problem = first.problem();
  problem.x = first.forward().outputs.y;
  Trial second(trial.court(), problem);
  if (const auto ended = judge_status(second.forward())) return *ended;
  std::vector<Ball> truth(problem.x.size());
  Budget budget = second.forward_budget().y;
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    set_expected(first, channel, truth, budget);
  }
  return judge("the output of the output", second.forward().outputs.y, truth, budget);
}

}  // namespace

const Property kIdempotence{
    "idempotence",
    "F24",
    "normalizing twice",
    "xhat(xhat(x); eps) = xhat/sqrt(s + eps), s = var/(var + eps), within the second budget and "
    "the first one propagated",
    trains,
    check,
    false,
    {"xhat has mean 0 and variance s. Along the segment from xhat to the first answer the "
     "derivative is invstd*P, whose entries are bounded (docs/specification.md, F24).",
     "T2: the budget of the second call, and that of the first times the bound of the derivative.",
     "eps lost, squared or outside the root; state that one call leaves to the next.",
     "adds eps outside the root"},
};

}  // namespace bncheck::properties
