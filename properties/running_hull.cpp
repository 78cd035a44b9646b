#include <cmath>

#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  const Problem& problem = trial.problem();
  const bool convex = problem.momentum >= 0 && problem.momentum <= 1;
  return trains(trial) && problem.has_running() && convex;
}

/// A variance and its weighted mean with another are no differences: no budget excuses a sign.
Judgement judge_signs(const Problem& problem, const std::vector<double>& var,
                      const Budget& budget) {
  for (std::size_t c = 0; c < var.size(); ++c) {
    const bool open = !(budget.radius[c] < kAnyFinite) || !(problem.running_var[c] >= 0);
    if (open || var[c] >= 0) continue;
    Judgement result = failed("running_var is negative, and no mean of variances is");
    result.evidence = Evidence{"running_var", c, var[c], Ball(0), 0, HUGE_VAL};
    return result;
  }
  return {Verdict::pass, "", {}};
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Problem& problem = trial.problem();
  const Forward<double>& got = trial.forward().outputs;
  const Budget& budget = trial.forward_budget().running_mean;
  Residuals residuals("distance(running_mean, hull(old, mean))");
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const auto at = static_cast<std::size_t>(c);
    const Ball mean = moments(channel_of(problem.x, problem.shape, c)).mean;
    const Ball old(problem.running_mean[at]);
    // The batch's mean is known within its ball only, and so is the end of the hull that it is.
    const Ball updated = Ball(got.running_mean[at]).widened(add_up(budget.radius[at], mean.radius));
    const Ball sign(mean.middle.hi >= problem.running_mean[at] ? 1 : -1);
    residuals.add_at(at, shortfall(sign * (updated - old)), budget.range[at]);
    residuals.add_at(at, shortfall(sign * (mean - updated)), budget.range[at]);
  }
  Judgement result = residuals.judgement();
  result.merge(judge_signs(problem, got.running_var, trial.forward_budget().running_var));
  return result;
}

}  // namespace

const Property kRunningHull{
    "running_hull",
    "R5",
    "bounds of the running statistics",
    "for momentum in [0, 1], running_var >= 0, and running_mean lies between its old value and the "
    "batch's mean, whatever eps is",
    applies_to,
    check,
    /*splits_by_channel=*/true,
    {.proof =
         "A weighted mean with weights in [0, 1] lies between its two values. A variance is a mean "
         "of squares and no difference, with or without eps, and rounding keeps what is >= 0 so, "
         "also in the form old + momentum*(batch - old), whose last term is never below -old.",
     .budget = "T3 for running_mean, which must be proven to lie outside. No budget for the sign "
               "of running_var: it needs no accuracy.",
     .catches = "A negative variance (one pass at a large mean: tensorflow #3290, flax #1491), "
                "momentum outside its range, a step to the wrong side.",
     .defect = "negative variance"},
};

}  // namespace bncheck::properties
