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
  Trial other(trial.court(), negated(trial.given()));
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
    /*splits_by_channel=*/false,
    {.proof = "-x has the mean -mean and the same var and invstd, with any eps, so that with -bias "
              "y is negated. Rounding to nearest is symmetric about 0, underflow and overflow "
              "included: every intermediate is negated or stays as it was. BN_DETERMINISTIC, which "
              "makes both calls one order of operations, is all that is needed.",
     .budget = "T7: equal bits, -0 taken as +0.",
     .catches = "Directed rounding, a sign lost, an absolute value where none belongs.",
     .defect = "rounds in one direction"},
};

}  // namespace bncheck::properties
