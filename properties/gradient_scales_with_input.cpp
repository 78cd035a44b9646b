#include <cmath>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/scaled_answers.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr int kPower = 3;

// A power of two changes no significand, away from the ends of the formats. A declared error of
// 1/sqrt other than that of a rounded root and a rounded quotient may depend on the exponent.
Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (trial.contract().invsqrt_error_u != Contract().invsqrt_error_u) {
    return skipped("1/sqrt is not a rounded root and a rounded quotient");
  }
  if (const auto ended = judge_status(trial.backward())) return *ended;
  const auto x = scaled(trial.problem().x, kPower, trial.problem().dtype);
  if (!x) return skipped("x cannot be scaled exactly");
  Problem problem = trial.problem();
  problem.x = *x;
  problem.eps = std::ldexp(problem.eps, 2 * kPower);
  Trial other(trial.court(), problem);
  if (const auto ended = judge_status(other.backward())) return *ended;
  const Powers powers = {-kPower, 0, 0};
  return judge_scaled_gradients(other, trial, powers);
}

}  // namespace

const Property kGradientScalesWithInput{
    "gradient_scales_with_input",
    "B13",
    "gradients of 8*x and 64*eps",
    "with 2^k*x and 4^k*eps, dx is 2^-k times as large, and dweight and dbias stay, to the bit",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "2^k*x and 4^k*eps turn invstd into 2^-k*invstd and leave xhat; dx holds invstd once "
              "beside xhat, dweight only xhat, and dbias neither. To the bit within T8's range, "
              "under BN_DETERMINISTIC, if 1/sqrt is a rounded root and a rounded quotient: another "
              "error may depend on the exponent.",
     .budget = "T7 and T8: equal significands. Elements that may be subnormal, here or there, do "
               "not count.",
     .catches = "eps in the wrong place of backward, a second, hidden eps, clamps of the variance.",
     .defect = "a hidden eps"},
};

}  // namespace bncheck::properties
