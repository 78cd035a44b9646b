#include "core/double_double.h"

#include <cmath>

namespace bncheck {
namespace {

// Exact when |a| >= |b| (Dekker).
DoubleDouble fast_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

}  // namespace

DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

DoubleDouble two_prod(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

DoubleDouble operator-(DoubleDouble a) { return {-a.hi, -a.lo}; }

// Joldes, Muller and Popescu 2017, algorithm 6 (AccurateDWPlusDW): relative error at most
// 3u^2/(1 - 4u), u = 2^-53.
DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_sum(a.hi, b.hi);
  const DoubleDouble low = two_sum(a.lo, b.lo);
  const DoubleDouble first = fast_two_sum(high.hi, high.lo + low.hi);
  return fast_two_sum(first.hi, low.lo + first.lo);
}

// Joldes, Muller and Popescu 2017, algorithm 12 (DWTimesDW3): relative error at most 5u^2.
DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_prod(a.hi, b.hi);
  const double cross = std::fma(a.lo, b.hi, std::fma(a.hi, b.lo, a.lo * b.lo));
  return fast_two_sum(high.hi, high.lo + cross);
}

DoubleDouble approximate_quotient(DoubleDouble a, DoubleDouble b) {
  const double first = a.hi / b.hi;
  const DoubleDouble rest = a + -(b * DoubleDouble{first, 0});
  return fast_two_sum(first, rest.hi / b.hi);
}

DoubleDouble approximate_sqrt(DoubleDouble a) {
  if (a.hi <= 0) return {0, 0};
  const double first = std::sqrt(a.hi);
  const DoubleDouble rest = a + -two_prod(first, first);
  return fast_two_sum(first, rest.hi / (2 * first));
}

}  // namespace bncheck
