#pragma once

#include <initializer_list>

#include "cpu/rounded/f64_sums.h"

/// From what is known of a channel to the constants of Ziv's test in f64.
namespace cpu {

/// factor * (value - center).
struct LongTerm {
  LongNear center, factor;
};

/// Another interval for a number that may be zero: a slack is relative to a value, and one of this
/// size is as good.
inline LongNear away_from_zero(const LongNear& a) {
  if (!(std::fabs(a.high) < a.radius)) return a;
  return {a.radius, 0, 2 * a.radius * kRoom};
}

/// Returns the constants of Ziv's test for a sum of one to three terms (docs/rounding.md has the
/// proof).
inline DoubleCombination combination(std::initializer_list<LongTerm> terms, double constant) {
  DoubleCombination found = {constant, 26 * (kUnit * kUnit) * std::fabs(constant), {}};
  int k = 0;
  for (const LongTerm& term : terms) {
    const LongNear factor = away_from_zero(term.factor);
    const double size = std::fabs(factor.high), low = std::fabs(term.center.low);
    const bool is_zero = size == 0 && factor.radius == 0;
    const double slack = is_zero ? 0 : 40 * (kUnit * kUnit) + factor.radius / size;
    const double least = is_zero ? 0 : kLeastProduct;
    found.term[k++] = {term.center.high, term.center.low, factor.high,
                       factor.low,       slack * kRoom,   least};
    if (low != 0) found.slack += low * (10 * kUnit * size + factor.radius) + least;
    found.slack += term.center.radius * (size * kRoom + factor.radius);
  }
  found.slack *= kRoom;
  return found;
}

}  // namespace cpu
