// xhat is the gradient of the convex function Phi(x) = m*sqrt(var(x) + eps) = m/invstd, which
// therefore lies above its tangents: a second input decides, though its own output is not used.
#include "properties/laws.h"
#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  return trains(trial) && trial.dialect().saved == SavedStatistic::invstd;
}

/// Returns m/invstd of one channel.
Ball potential(Trial& trial, std::int64_t channel) {
  const auto c = static_cast<std::size_t>(channel);
  const double radius = trial.forward_budget().save_invstd.radius[c];
  const Ball invstd = Ball(trial.forward().outputs.save_invstd[c]).widened(radius);
  return Ball(static_cast<double>(trial.problem().shape.values_per_channel())) / invstd;
}

Judgement check(Trial& trial) {
  Trial& first = trial.plain();
  Trial second(trial.court(), with_second_input(first.problem()));
  if (const auto ended = judge_statuses(first, second)) return *ended;
  const Problem& problem = first.problem();
  const Budget& budget = first.forward_budget().y;
  const std::vector<Ball> xhat = enclose(first.forward().outputs.y, budget);
  Residuals residuals("max(0, m/invstd + sum(xhat*(x' - x)) - m/invstd')");
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    Ball tangent = potential(first, channel);
    double range = 0;
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
      const auto i = static_cast<std::size_t>(problem.shape.index(channel, j));
      const Ball step = Ball(second.problem().x[i]) - Ball(problem.x[i]);
      tangent = tangent + xhat[i] * step;
      range = add_up(range, mul_up(step.upper_magnitude(), budget.range[i]));
    }
    residuals.add(excess(tangent - potential(second, channel)), range);
  }
  return residuals.judgement();
}

}  // namespace

const Property kConvexity{
    "convexity",
    "F21",
    "output as a gradient",
    "m/invstd(x') >= m/invstd(x) + sum(xhat(x)*(x' - x)), invstd = 1/sqrt(var + eps)",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "m*sqrt(var + eps) is sqrt(m) times the Euclidean length of (x - mean, sqrt(m*eps)), "
              "the length of an affine map of x: it is convex. Its gradient is (x - mean)/sqrt(var "
              "+ eps) = xhat, and a convex function lies above its tangents.",
     .budget = "T3: what the budgets of save_invstd at both inputs allow to m/invstd, and those of "
               "xhat times |x' - x|. The law is broken only if the excess is proven.",
     .catches =
         "A save_invstd that belongs to another variance or eps than y does, signs, wrong factors.",
     .defect = "saves a third of invstd"},
};

}  // namespace bncheck::properties
