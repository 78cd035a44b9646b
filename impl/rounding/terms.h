#pragma once

#include "rounding/double_term.h"
#include "rounding/long_near.h"

/// From what is known of a channel to the constants of Ziv's test in f64.
namespace rounding {

/// More than what a product, with its rounding error and what is added to that, loses where it
/// underflows: Dekker's loses 7/2 of the smallest number (Boldo 2006), every other operation half.
constexpr double kLeastProduct = 0x1p-1066;

/// factor * (value - center).
struct LongTerm {
  LongNear center, factor;
};

/// Another interval for a number that may be zero: a slack is relative to a value, and one of this
/// size is as good.
BN_HOST_DEVICE LongNear away_from_zero(const LongNear& a) {
  if (!(std::fabs(a.high) < a.radius)) return a;
  return {a.radius, 0, 2 * a.radius * kRoom};
}

/// Returns a term's constants in a sum of one to three (docs/rounding.md has the proof), and adds
/// what it brings to the bound of them all.
BN_HOST_DEVICE_INLINED DoubleTerm double_term(const LongTerm& term, double& bound) {
  const LongNear factor = away_from_zero(term.factor);
  const double size = std::fabs(factor.high), low = std::fabs(term.center.low);
  const bool is_zero = size == 0 && factor.radius == 0;
  const double slack = is_zero ? 0 : 40 * (kUnit * kUnit) + factor.radius / size;
  const double least = is_zero ? 0 : kLeastProduct;
  if (low != 0) bound += low * (10 * kUnit * size + factor.radius) + least;
  bound += term.center.radius * (size * kRoom + factor.radius);
  return {term.center.high, term.center.low, factor.high, factor.low, slack * kRoom, least};
}
/// Returns what the sum's constant brings.
BN_HOST_DEVICE double bound_of(double constant) {
  return 26 * (kUnit * kUnit) * std::fabs(constant);
}

}  // namespace rounding
