#include "core/judge.h"

#include <cmath>
#include <limits>
#include <string>

#include "core/error.h"
#include "core/ulp.h"

namespace bncheck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Returns |got - truth| / (budget + radius), rounded so that a ratio above 1 is a proof.
double error_ratio(double got, const Ball& truth, double budget) {
  const double allowed = add_up(truth.radius, budget);
  const double distance = (Ball(got) - Ball(truth.middle, 0)).lower_magnitude();
  if (distance <= allowed) return allowed == 0 ? 0 : std::fmin(distance / allowed, 1);
  return allowed == 0 ? kInfinity : std::fmax(distance / allowed, std::nextafter(1.0, 2.0));
}

/// Whether the error ratio is proven to be at most `limit`, at most 1: in plain double, with room
/// for its roundings, since most values of most outputs are far from the worst.
bool is_at_most(double limit, double got, const Ball& truth, double budget) {
  const double distance = std::fabs(got - truth.middle.hi) + std::fabs(truth.middle.lo);
  return distance * (1 + 0x1p-40) < limit * (truth.radius + budget) * (1 - 0x1p-40);
}

std::string non_finite(std::string_view what) {
  return std::string(what) + " is not finite, though the exact result and every intermediate are";
}

bool is_surely_positive(const Ball& a) {
  return a.is_finite() && a.lower_magnitude() > 0 && a.middle.hi > 0;
}

/// Whether the truth may be a number that has no nearer one in the format.
bool may_be_nearest(double got, const Ball& truth, DType dtype) {
  if (!truth.is_finite()) return true;
  if (std::isnan(got)) return false;
  if (std::isinf(got)) {
    return truth.upper_magnitude() > largest_finite(dtype) && (got > 0) == (truth.middle.hi > 0);
  }
  const double outward = ulp(dtype, got);
  const double inward = got == 0 ? outward : ulp(dtype, std::nextafter(got, 0.0));
  const Ball twice = Ball(2) * (truth - Ball(got));  // halves of the least subnormal are no doubles
  return !is_surely_positive(twice - Ball(got < 0 ? inward : outward)) &&
         !is_surely_positive(-twice - Ball(got < 0 ? outward : inward));
}

}  // namespace

Judgement judge(std::string_view what, std::span<const double> got, std::span<const Ball> truth,
                const Budget& budget) {
  BN_ASSERT(got.size() == truth.size() && got.size() == budget.radius.size());
  Judgement worst{Verdict::pass, "", {}};
  double worst_ratio = -1;
  bool decided = got.empty();
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double radius = budget.radius[i];
    if (!(radius < kInfinity)) continue;
    if (radius < budget.range[i] || budget.range[i] == 0) decided = true;
    if (is_at_most(std::fmin(worst_ratio, 1), got[i], truth[i], radius)) continue;
    const bool broken = !std::isfinite(got[i]);
    const double ratio = broken ? kInfinity : error_ratio(got[i], truth[i], radius);
    if (ratio > 1) decided = true;
    if (!(ratio > worst_ratio)) continue;
    worst_ratio = ratio;
    worst.evidence = Evidence{std::string(what), i, got[i], truth[i], radius, ratio};
    if (ratio > 1) {
      worst.verdict = Verdict::fail;
      worst.reason = broken ? non_finite(what)
                            : std::string(what) +
                                  " is further from the truth than any "
                                  "implementation of the declared contract can be";
    }
  }
  if (!decided) {
    worst.verdict = Verdict::inconclusive;
    worst.reason = "the budget of " + std::string(what) + " is wider than its range";
  }
  return worst;
}

Judgement judge_nearest(std::string_view what, std::span<const double> got,
                        std::span<const Ball> truth, const Budget& budget, DType dtype) {
  BN_ASSERT(got.size() == truth.size() && got.size() == budget.radius.size());
  bool decided = got.empty();
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (!(budget.radius[i] < kInfinity)) continue;
    decided = decided || truth[i].is_finite();
    if (may_be_nearest(got[i], truth[i], dtype)) continue;
    const double half = ulp(dtype, got[i]) / 2;
    Judgement result =
        failed("a number of the type is nearer to the exact " + std::string(what) + " than this");
    result.evidence =
        Evidence{std::string(what), i, got[i], truth[i], half, error_ratio(got[i], truth[i], half)};
    return result;
  }
  if (decided) return {Verdict::pass, "", {}};
  return {Verdict::inconclusive, "no element of " + std::string(what) + " has a budget", {}};
}

Judgement judge_residual(std::string_view what, const Ball& residual, double range) {
  Judgement result{Verdict::pass, "", {}};
  const double middle = residual.middle.hi;
  const double ratio = error_ratio(0, residual, 0);
  result.evidence = Evidence{std::string(what), 0, middle, Ball(0), residual.radius, ratio};
  if (ratio > 1) {
    result.verdict = Verdict::fail;
    result.reason = std::string(what) + " is not zero within the budgets of its values";
  } else if (!(residual.radius < range)) {
    result.verdict = Verdict::inconclusive;
    result.reason = "the budget of " + std::string(what) + " is wider than its range";
  }
  return result;
}

Judgement judge_same(std::string_view what, std::span<const double> got,
                     std::span<const double> expected) {
  BN_ASSERT(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (same(got[i], expected[i])) continue;
    Judgement result = failed(std::string(what) + " differs, and must be equal to the bit");
    result.evidence = Evidence{std::string(what), i, got[i], Ball(expected[i]), 0, kInfinity};
    return result;
  }
  return {Verdict::pass, "", {}};
}

}  // namespace bncheck
