#include "reference/certified/dyadic.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();
constexpr int kDigits = std::numeric_limits<double>::digits;

using Wide = unsigned __int128;
constexpr Wide kLowDigits = (Wide{1} << kDigits) - 1;

/// Returns e with 2^(e-1) <= |value| < 2^e; value != 0.
int magnitude_bits(const Dyadic& value) {
  return static_cast<int>(msb(abs(value.mantissa))) + 1 + value.exponent;
}

double to_double(const Integer& value) {
  return static_cast<double>(value.convert_to<std::int64_t>());
}

/// Returns the nearest integer to value * 2^bits, ties to even; value >= 0.
Integer rounded_shift(const Integer& value, int bits) {
  if (bits >= 0) return value << bits;
  const Integer floor = value >> -bits;
  const Integer rest = value - (floor << -bits);
  const Integer half = Integer(1) << (-bits - 1);
  const bool up = rest > half || (rest == half && bit_test(floor, 0));
  return up ? Integer(floor + 1) : floor;
}

}  // namespace

Integer shifted(const Integer& value, int bits) {
  return bits >= 0 ? Integer(value << bits) : Integer(value >> -bits);
}

Dyadic::Dyadic(double value) {
  BN_ASSERT(std::isfinite(value));
  const double fraction = std::frexp(value, &exponent);
  mantissa = static_cast<std::int64_t>(std::ldexp(fraction, kDigits));
  exponent -= kDigits;
}

Dyadic operator-(const Dyadic& a) { return {-a.mantissa, a.exponent}; }

Dyadic operator+(const Dyadic& a, const Dyadic& b) {
  if (a.sign() == 0) return b;
  if (b.sign() == 0) return a;
  const int exponent = std::min(a.exponent, b.exponent);
  return {Integer(a.mantissa << (a.exponent - exponent)) +
              Integer(b.mantissa << (b.exponent - exponent)),
          exponent};
}

Dyadic operator-(const Dyadic& a, const Dyadic& b) { return a + -b; }

Dyadic operator*(const Dyadic& a, const Dyadic& b) {
  return {a.mantissa * b.mantissa, a.exponent + b.exponent};
}

Dyadic operator*(const Dyadic& a, std::int64_t b) { return {a.mantissa * b, a.exponent}; }

Dyadic square(const Dyadic& a) { return a * a; }

Ball to_ball(const Dyadic& value) {
  if (value.sign() == 0) return Ball(0);
  const Integer size = abs(value.mantissa);
  const int dropped = std::max(0, static_cast<int>(msb(size)) + 1 - 2 * kDigits);
  const int zeros = static_cast<int>(lsb(size));
  const auto kept = static_cast<Wide>(dropped == 0 ? size : Integer(size >> dropped));
  const auto high = static_cast<double>(static_cast<std::int64_t>(kept >> kDigits));
  const auto low = static_cast<double>(static_cast<std::int64_t>(kept & kLowDigits));
  const int exponent = value.exponent + dropped;
  const double sign = value.sign() < 0 ? -1 : 1;
  const DoubleDouble middle =
      two_sum(std::ldexp(sign * high, exponent + kDigits), std::ldexp(sign * low, exponent));
  if (!std::isfinite(middle.hi) || !std::isfinite(middle.lo)) return {{}, kInfinity};
  double radius = zeros < dropped ? add_up(std::ldexp(1.0, exponent), kTiny) : 0;
  // The low half, or both, may have been rounded to the subnormal grid, by half its step each.
  if (value.exponent + zeros < std::ilogb(kTiny)) radius = add_up(radius, kTiny);
  return {middle, radius};
}

Ball quotient(const Dyadic& value, std::int64_t divisor) {
  const Integer size = abs(value.mantissa);
  const int bits = size == 0 ? 0 : static_cast<int>(msb(size)) + 1;
  const int scale = std::max(0, 2 * kDigits + 64 - bits);
  const Integer wide = size << scale;
  Dyadic whole(wide / divisor, value.exponent - scale);
  const bool exact = whole.mantissa * divisor == wide;
  const double unit = std::ldexp(1.0, whole.exponent);
  if (value.sign() < 0) whole.mantissa = -whole.mantissa;
  return exact ? to_ball(whole) : to_ball(whole).widened(unit > 0 ? unit : kTiny);
}

double round_to(DType dtype, const Dyadic& value) {
  if (value.sign() == 0) return 0;
  const int precision = -std::ilogb(unit_roundoff(dtype));
  const int quantum =
      std::max(magnitude_bits(value) - precision, std::ilogb(smallest_subnormal(dtype)));
  const Integer steps = rounded_shift(abs(value.mantissa), value.exponent - quantum);
  const double size = std::ldexp(to_double(steps), quantum);
  const double result = size > largest_finite(dtype) ? kInfinity : size;
  return value.sign() < 0 ? -result : result;
}

}  // namespace bncheck::reference
