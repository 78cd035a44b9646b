#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/scaled_answers.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr int kPower = 3;

/// Rounding to nearest knows no sign: always to the bit.
Judgement judge_negated(Trial& trial) {
  Problem problem = trial.problem();
  problem.dy = negated(problem.dy);
  Trial other(trial.court(), problem);
  if (const auto ended = judge_status(other.backward())) return *ended;
  Backward<double> expected = trial.backward().outputs;
  expected.dx = negated(expected.dx);
  expected.dweight = negated(expected.dweight);
  expected.dbias = negated(expected.dbias);
  return judge_same_gradients(other.backward().outputs, expected);
}

/// A power of two changes no significand, away from the ends of the formats.
Judgement judge_power(Trial& trial) {
  const auto dy = scaled(trial.problem().dy, kPower, trial.problem().dtype);
  if (!dy) return skipped("dy cannot be scaled exactly");
  Problem problem = trial.problem();
  problem.dy = *dy;
  Trial other(trial.court(), problem);
  if (const auto ended = judge_status(other.backward())) return *ended;
  const Powers powers = {kPower, kPower, kPower};
  return judge_scaled_gradients(other, trial, powers);
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto ended = judge_status(trial.backward())) return *ended;
  Judgement result = judge_negated(trial);
  result.merge(judge_power(trial));
  return result;
}

}  // namespace

const Property kGradientScalesWithDy{
    "gradient_scales_with_dy",
    "B12",
    "gradients of -dy and of 8*dy",
    "dx, dweight and dbias of -dy and of 2^k*dy are those of dy times -1 and 2^k, to the bit, for "
    "every eps",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "O5 is linear in dy. Rounding to nearest is symmetric, so that BN_DETERMINISTIC "
              "alone makes -dy exact. 2^k moves the exponents of all products and sums with dy and "
              "no significand, with any eps, while they stay in the range that T8 computes.",
     .budget = "T7: equal bits for -dy. For 2^k*dy likewise, in the elements that T8 keeps.",
     .catches = "Hidden constants, thresholds and clipping, small gradients flushed to 0, directed "
                "rounding.",
     .defect = "small dx flushed"},
};

}  // namespace bncheck::properties
