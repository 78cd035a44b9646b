#pragma once

#include <cmath>
#include <limits>
#include <optional>

#include "rounding/format.h"
#include "rounding/long_sum.h"

namespace rounding {

/// A real number within radius of high + low, of which high is the nearest double: like Near, where
/// arithmetic has 106 bits. Overflow leaves an infinite radius or a NaN. The relative errors are
/// those that Joldes, Muller and Popescu prove of the same steps (ACM TOMS 44, 2017, algorithms 6,
/// 10 and 15); what their proofs have in u^3 is within kRoom.
struct LongNear {
  double high = 0, low = 0, radius = 0;

  BN_HOST_DEVICE LongNear(double exact = 0) : high(exact) {}  // NOLINT(google-explicit-constructor)
  BN_HOST_DEVICE LongNear(double nearest, double rest, double error)
      : high(nearest), low(rest), radius(error) {}
  /// A normalized sum.
  BN_HOST_DEVICE explicit LongNear(const LongSum& sum)
      : high(sum.high()), low(sum.low()), radius(sum.radius()) {
    low = LongSum::two_sum(high, low);
  }

  BN_HOST_DEVICE Near near() const {
    if (low == 0 && radius == 0) return {high, 0};
    return once_rounded(high + low, radius);
  }
};

/// Returns a + b, where b is the smaller one, within radius and so many u^2 of the sum. It and what
/// is made of it are for every channel: calls would pass their numbers through memory.
BN_HOST_DEVICE_INLINED LongNear joined(double a, double b, double units, double radius) {
  const double sum = a + b;
  return {sum, b - (sum - a), radius + units * (kUnit * kUnit) * std::fabs(sum)};
}

BN_HOST_DEVICE LongNear operator-(const LongNear& a) { return {-a.high, -a.low, a.radius}; }
/// Sums do not underflow, and the error is relative to the sum, however much cancels; the sum of
/// two doubles has none.
BN_HOST_DEVICE_INLINED LongNear operator+(const LongNear& a, const LongNear& b) {
  double high = a.high, low = a.low;
  const double rest = LongSum::two_sum(high, b.high), last = LongSum::two_sum(low, b.low);
  const LongNear sum = joined(high, rest + low, 0, 0);
  const double units = a.low == 0 && b.low == 0 ? 0 : 3;
  return joined(sum.high, last + sum.low, units, a.radius + b.radius);
}
BN_HOST_DEVICE_INLINED LongNear operator-(const LongNear& a, const LongNear& b) { return a + -b; }
BN_HOST_DEVICE_INLINED LongNear operator*(const LongNear& a, const LongNear& b) {
  const double high = a.high * b.high;
  const double rest = std::fma(a.high, b.high, -high) + (a.high * b.low + a.low * b.high);
  const double radius = std::fabs(a.high) * b.radius + std::fabs(b.high) * a.radius;
  return joined(high, rest, 7, radius + a.radius * b.radius + kUnderflow);
}
/// b is a positive whole number, so that the remainder of the first quotient is a double. A
/// quotient that is one, of a number without error, is exact.
BN_HOST_DEVICE_INLINED LongNear operator/(const LongNear& a, double b) {
  const double high = a.high / b;
  const double rest = std::fma(-high, b, a.high) + a.low;
  if (rest == 0 && a.radius == 0) return high;
  return joined(high, rest / b, 3, a.radius / b + kUnderflow);
}

/// Returns 1/sqrt(a), as for Near, by one step of Newton from r = 1/sqrt(high), twice rounded: with
/// e = 1 - a r^2, which is at most 5u, r + r e/2 lacks 3/8 e^2 of r. The roundings of e are less
/// than 15 u^2: halved, with that of r e/2 and what is lacking, less than 20 u^2.
BN_HOST_DEVICE LongNear inverse_sqrt(const LongNear& a) {
  const double relative = a.radius / a.high * kRoom;
  if (!(relative <= 0x1p-8)) return {1, 0, std::numeric_limits<double>::infinity()};
  const double r = 1 / std::sqrt(a.high), root = a.high * r;
  const double rest = std::fma(a.high, r, -root) * r + a.low * r * r;
  const double e = std::fma(-root, r, 1) - rest;
  return joined(r, r * (e / 2), 20, r * (0.51 * relative));
}

/// Returns a * b; nothing is lost if one of them is zero.
BN_HOST_DEVICE_INLINED LongNear times(const LongNear& a, const LongNear& b) {
  const bool is_zero = (a.high == 0 && a.radius == 0) || (b.high == 0 && b.radius == 0);
  return is_zero ? LongNear() : a * b;
}

/// Returns the double that all numbers of the interval round to, if they round to one.
BN_HOST_DEVICE std::optional<double> agreed_double(const LongNear& a) {
  const double reach = a.radius == 0 ? 0 : (a.radius + 3 * kUnit * std::fabs(a.low)) * kRoom;
  const double below = a.high + (a.low - reach), above = a.high + (a.low + reach);
  if (!(below == above) || !std::isfinite(below)) return std::nullopt;
  return below;
}

/// Returns the key of what all numbers of the interval round to, if they round to one.
BN_HOST_DEVICE std::optional<std::int32_t> agreed_key(const LongNear& a, const Format& format) {
  if (!std::isfinite(a.high) || !std::isfinite(a.radius)) return std::nullopt;
  const double size = std::fabs(a.high), rest = std::signbit(a.high) ? -a.low : a.low;
  const double reach = a.radius * kRoom;
  // How far the size lies above the middle of a number and the next one.
  const auto above = [&](std::int32_t key) {
    return size - (format.number(key) + format.number(key + 1)) / 2 + rest;
  };
  std::int32_t key = format.key_below(size);
  if (a.radius == 0 && key < format.infinity() && above(key) == 0) {
    key += key % 2;  // a tie goes to the even number
    return a.high < 0 ? -key : key;
  }
  if (key < format.infinity() && above(key) > 0) ++key;
  if (key > 0 && !(above(key - 1) > reach)) return std::nullopt;
  if (key < format.infinity() && !(-above(key) > reach)) return std::nullopt;
  return a.high < 0 ? -key : key;
}

}  // namespace rounding
