// -0 equals +0, so that no sum, square or comparison tells them apart but by the sign of a zero.
// Equal calls must give equal bits; nothing else is asked.
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr std::int64_t kEvery = 3;  // leaves most values of x, and hits vector bodies and tails

/// Returns the problem with this zero at every third place of x and dy.
Problem with_zeros(Problem problem, double zero) {
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    for (std::int64_t j = 0; j < problem.shape.values_per_channel(); j += kEvery) {
      const auto i = static_cast<std::size_t>(problem.shape.index(c, j));
      problem.x[i] = zero;
      problem.dy[i] = zero;
    }
  }
  return problem;
}

Judgement judge_outputs(const Forward<double>& got, const Forward<double>& expected) {
  Judgement result = judge_same("y", got.y, expected.y);
  result.merge(judge_same("save_mean", got.save_mean, expected.save_mean));
  result.merge(judge_same("save_invstd", got.save_invstd, expected.save_invstd));
  result.merge(judge_same_running(got, expected));
  return result;
}

Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  Trial positive(trial.court(), with_zeros(trial.problem(), 0.0));
  Trial negative(trial.court(), with_zeros(trial.problem(), -0.0));
  if (const auto ended = judge_statuses(positive, negative)) return *ended;
  Judgement result = judge_outputs(negative.forward().outputs, positive.forward().outputs);
  if (!has_backward(trial)) return result;
  if (const auto ended = judge_status(positive.backward())) return *ended;
  if (const auto ended = judge_status(negative.backward())) return *ended;
  result.merge(judge_same_gradients(negative.backward().outputs, positive.backward().outputs));
  return result;
}

}  // namespace

const Property kSignedZero{
    "signed_zero",
    "X6",
    "-0 and +0",
    "changing the sign of the zeros of x and dy changes no bit but the sign of a zero, whatever "
    "eps",
    trains,
    check,
    false,
    {"Every operation of IEEE 754 but division by zero gives equal results for -0 and +0.",
     "None: bits are bits (T7), with BN_DETERMINISTIC.",
     "Sorting or exponents taken from the bits of a number, 1/x, a sign bit read as a sign.",
     "takes -0 for a negative number"},
};

}  // namespace bncheck::properties
