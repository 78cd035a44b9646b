#pragma once

namespace bncheck {

/// An unevaluated sum hi + lo with |lo| <= ulp(hi)/2: about 106 significant bits. The operations
/// round; core/ball.h adds the bound of each.
struct DoubleDouble {
  double hi = 0;
  double lo = 0;
};

/// Returns a + b exactly, barring overflow (Knuth's TwoSum).
DoubleDouble two_sum(double a, double b);

/// Returns a * b exactly, barring overflow and underflow (one fused multiply-add).
DoubleDouble two_prod(double a, double b);

DoubleDouble operator-(DoubleDouble a);
DoubleDouble operator+(DoubleDouble a, DoubleDouble b);
DoubleDouble operator*(DoubleDouble a, DoubleDouble b);

/// Returns an approximation only: core/ball.h bounds its error by the residual.
DoubleDouble approximate_quotient(DoubleDouble a, DoubleDouble b);

/// Returns an approximation only: core/ball.h bounds its error by the residual.
DoubleDouble approximate_sqrt(DoubleDouble a);

}  // namespace bncheck
