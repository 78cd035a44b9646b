#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "device.h"

namespace rounding {

constexpr double kUnit = 0x1p-53;  // the unit roundoff of double
/// Radii are sums of products of positive numbers, rounded to nearest: after less than 2^20
/// operations they are too small by less than this factor.
constexpr double kRoom = 1 + 0x1p-30;
/// More than what a few products lose where they underflow.
constexpr double kUnderflow = 0x1p-1060;

/// A real number within radius of value. An operation rounds once; radii, but for kRoom, are
/// bounds. Where something is not known the radius is infinite or a NaN.
struct Near {
  double value = 0, radius = 0;
};

BN_HOST_DEVICE Near once_rounded(double value, double radius) {
  return {value, radius + kUnit * std::fabs(value) + kUnderflow};
}
BN_HOST_DEVICE Near operator-(Near a) { return {-a.value, a.radius}; }
BN_HOST_DEVICE Near operator+(Near a, Near b) {
  return once_rounded(a.value + b.value, a.radius + b.radius);
}
BN_HOST_DEVICE Near operator-(Near a, Near b) { return a + -b; }
BN_HOST_DEVICE Near operator*(Near a, Near b) {
  return once_rounded(a.value * b.value, std::fabs(a.value) * b.radius +
                                             std::fabs(b.value) * a.radius + a.radius * b.radius);
}
/// b is positive.
BN_HOST_DEVICE Near operator/(Near a, double b) { return once_rounded(a.value / b, a.radius / b); }

/// Returns 1/sqrt(a). With t = radius/value <= 2^-8, (1 - t)^(-1/2) is at most 1 + 0.51 t; two
/// operations round. A larger t tells nothing.
BN_HOST_DEVICE Near inverse_sqrt(Near a) {
  const double relative = a.radius / a.value * kRoom;
  const double value = 1 / std::sqrt(a.value);
  if (!(relative <= 0x1p-8)) return {1, std::numeric_limits<double>::infinity()};
  return {value, value * (0.51 * relative + 3 * kUnit)};
}

/// Returns the float or double that all numbers of the interval round to, if they round to one.
template <class Number>
BN_HOST_DEVICE std::optional<Number> agreed(Near a) {
  if (a.radius == 0) return static_cast<Number>(a.value);
  const double reach = a.radius * kRoom + 2 * kUnit * std::fabs(a.value) + kUnderflow;
  const auto low = static_cast<Number>(a.value - reach);
  const auto high = static_cast<Number>(a.value + reach);
  if (!(low == high)) return std::nullopt;
  return low;
}

}  // namespace rounding
