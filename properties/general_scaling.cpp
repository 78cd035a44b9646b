// A factor that is no power of two gives other significands, and so meets what exact scaling (F9)
// cannot. x and eps are first rounded to fewer digits, so that 3x and 9 eps are exact.
#include <cmath>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

constexpr double kFactor = 3;
constexpr int kFactorDigits = 2;  // of 3, and half of those of 9

/// Returns the value rounded to so many significant binary digits.
double with_digits(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return value;
  const int last = std::ilogb(value) + 1 - digits;
  return std::ldexp(std::nearbyint(std::ldexp(value, -last)), last);
}

int digits_of(DType dtype) { return 1 - std::ilogb(2 * unit_roundoff(dtype)); }

/// Returns the problem without the digits that a product by 3, or by 9, needs.
Problem with_room(Problem problem) {
  const int digits = digits_of(problem.dtype) - kFactorDigits;
  for (double& x : problem.x) x = with_digits(x, digits);
  problem.eps = with_digits(problem.eps, digits_of(DType::f64) - 2 * kFactorDigits);
  return problem;
}

Problem scaled_up(Problem problem) {
  problem.x = times(problem.x, kFactor);
  problem.eps *= kFactor * kFactor;
  return problem;
}

/// Whether scaling rounded nothing: subnormal numbers have fewer digits, and large ones overflow.
bool is_exact(const Problem& larger) {
  for (const double x : larger.x) {
    if (!std::isfinite(x) || round_to(larger.dtype, x) != x) return false;
  }
  return std::isfinite(larger.eps);
}

Judgement check(Trial& trial) {
  const Problem rounded = with_room(trial.problem());
  Trial first(trial.court(), rounded);
  if (first.problem().eps != rounded.eps) return skipped("the dialect raises the rounded eps");
  Trial larger(trial.court(), scaled_up(first.problem()));
  if (!is_exact(larger.problem())) return skipped("3x is no number of the type of x");
  if (const auto ended = judge_statuses(first, larger)) return *ended;
  return judge_agreement("y of 3x and 9 eps", larger.forward().outputs.y, larger.forward_budget().y,
                         first.forward().outputs.y, first.forward_budget().y);
}

}  // namespace

const Property kGeneralScaling{
    "general_scaling",
    "F10",
    "scaled input",
    "y(3x; 9 eps) = y(x; eps) within both budgets, x and eps rounded so that 3x and 9 eps are "
    "exact",
    trains,
    check,
    false,
    {"var(3x) = 9 var(x), so that (3x - 3 mean)/sqrt(9 var + 9 eps) = (x - mean)/sqrt(var + eps).",
     "T2: the sum of both budgets; the scaling is exact.",
     "eps outside the root or in another power, hidden absolute constants, clamps of the variance, "
     "a table for 1/sqrt.",
     "adds eps outside the root"},
};

}  // namespace bncheck::properties
