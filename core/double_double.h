#pragma once

#include <cmath>

namespace bncheck {

/// An unevaluated sum hi + lo with |lo| <= ulp(hi)/2: about 106 significant bits. The operations
/// round; core/ball.h adds the bound of each. They are inline because an enclosure is made of
/// millions of them.
struct DoubleDouble {
  double hi = 0;
  double lo = 0;
};

/// Returns a + b exactly, barring overflow (Knuth's TwoSum).
inline DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// Returns a + b exactly where |a| >= |b|, barring overflow (Dekker).
inline DoubleDouble fast_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// Returns a * b exactly, barring overflow and underflow (one fused multiply-add).
inline DoubleDouble two_prod(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

inline DoubleDouble operator-(DoubleDouble a) { return {-a.hi, -a.lo}; }

/// Joldes, Muller and Popescu 2017, algorithm 6 (AccurateDWPlusDW): relative error at most
/// 3u^2/(1 - 4u), u = 2^-53.
inline DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_sum(a.hi, b.hi);
  const DoubleDouble low = two_sum(a.lo, b.lo);
  const DoubleDouble first = fast_two_sum(high.hi, high.lo + low.hi);
  return fast_two_sum(first.hi, low.lo + first.lo);
}

/// Joldes, Muller and Popescu 2017, algorithm 12 (DWTimesDW3): relative error at most 5u^2.
inline DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_prod(a.hi, b.hi);
  const double cross = std::fma(a.lo, b.hi, std::fma(a.hi, b.lo, a.lo * b.lo));
  return fast_two_sum(high.hi, high.lo + cross);
}

/// Returns an approximation only: core/ball.h bounds its error by the residual.
DoubleDouble approximate_quotient(DoubleDouble a, DoubleDouble b);

/// Returns an approximation only: core/ball.h bounds its error by the residual.
DoubleDouble approximate_sqrt(DoubleDouble a);

}  // namespace bncheck
