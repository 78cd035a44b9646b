// Rounding to nearest is symmetric: with x and bias negated, every intermediate of an honest
// computation is negated or stays, underflow and overflow included. So nothing is asked but that
// equal calls give equal bits.
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Problem negated(Problem problem) {
  problem.x = times(problem.x, -1);
  problem.bias = times(problem.bias, -1);
  return problem;
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  Trial other(trial.court(), negated(trial.problem()));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  const Forward<double>& got = other.forward().outputs;
  const Forward<double>& original = trial.forward().outputs;
  Judgement result = judge_same("y of -x", got.y, times(original.y, -1));
  result.merge(judge_same("save_mean of -x", got.save_mean, times(original.save_mean, -1)));
  result.merge(judge_same("save_invstd of -x", got.save_invstd, original.save_invstd));
  return result;
}

}  // namespace

const Property kNegation{
    "negation",
    "F11",
    "negated input",
    "y(-x; -bias, eps) = -y(x; bias, eps), mean(-x) = -mean(x), invstd(-x) = invstd(x), to the bit",
    trains,
    check,
};

}  // namespace bncheck::properties
