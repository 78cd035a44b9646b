#include "reference/rational.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/error.h"

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kRootBits = 400;

Integer shifted(const Integer& value, int bits) {
  return bits >= 0 ? Integer(value << bits) : Integer(value >> -bits);
}

/// Returns a double near the value: 63 bits of the quotient, then rounded.
double near(const Rational& value) {
  if (value == 0) return 0;
  const Integer top = abs(numerator(value));
  const Integer bottom = denominator(value);
  const int shift = 63 - static_cast<int>(msb(top)) + static_cast<int>(msb(bottom));
  const Integer quotient =
      shift >= 0 ? Integer(shifted(top, shift) / bottom) : Integer(top / shifted(bottom, -shift));
  const double size = std::ldexp(static_cast<double>(quotient.convert_to<std::uint64_t>()), -shift);
  return value < 0 ? -size : size;
}

/// Returns a double that is at least the value, which is not negative.
double above(const Rational& value) {
  double bound = near(value);
  while (bound < kInfinity && exact(bound) < value) bound = std::nextafter(bound, kInfinity);
  return bound;
}

}  // namespace

Rational exact(double value) {
  BN_ASSERT(std::isfinite(value));
  constexpr int kDigits = std::numeric_limits<double>::digits;
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const Integer mantissa = static_cast<std::int64_t>(std::ldexp(fraction, kDigits));
  exponent -= kDigits;
  if (exponent >= 0) return Rational(shifted(mantissa, exponent));
  return Rational(mantissa, shifted(1, -exponent));
}

// 1/sqrt(p/q) = sqrt(p q)/p, and s <= sqrt(n) < s + 1 for the integer root s of n = p q 4^k.
Interval inverse_root(const Rational& value) {
  BN_ASSERT(value > 0);
  const Integer p = numerator(value);
  const Integer product = p * denominator(value);
  const int shift = std::max(0, kRootBits - static_cast<int>(msb(product)) / 2);
  const Integer n = shifted(product, 2 * shift);
  const Integer root = sqrt(n);
  BN_ASSERT(root * root <= n && n < (root + 1) * (root + 1));
  const Integer divisor = shifted(p, shift);
  return {Rational(root, divisor), Rational(Integer(root + 1), divisor)};
}

Ball to_ball(const Rational& value, const Rational& error) {
  const double high = near(value);
  if (!std::isfinite(high)) return {{}, kInfinity};
  const double low = near(value - exact(high));
  const DoubleDouble center = two_sum(high, low);
  if (!std::isfinite(center.hi) || !std::isfinite(center.lo)) return {{}, kInfinity};
  const Rational rest = value - exact(center.hi) - exact(center.lo);
  return {center, above(Rational(abs(rest) + error))};
}

}  // namespace bncheck::reference
