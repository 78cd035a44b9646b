#pragma once

#include <optional>

#include "cpu/rounded/format.h"
#include "cpu/rounded/split_sum.h"
#include "cpu/rounded/wide.h"

namespace cpu {

/// A real number within radius of value, like Near, where arithmetic has 320 bits. The radius is
/// that of the sums it comes from: each operation adds less than 2^-300 of its result.
struct WideNear {
  Wide value;
  double radius = 0;

  WideNear(Wide number, double error) : value(std::move(number)), radius(error) {}
  WideNear(double exact = 0) : value(exact) {}  // NOLINT(google-explicit-constructor)
  explicit WideNear(const LongSum& sum)
      : value(Wide(sum.high()) + sum.low()), radius(sum.radius()) {}

  double size() const { return std::fabs(static_cast<double>(value)) * kRoom; }
};

inline WideNear wide_rounded(const Wide& value, double radius) {
  const double size = std::fabs(static_cast<double>(value));
  return {value, radius + 0x1p-300 * size + kUnderflow};
}
inline WideNear operator+(const WideNear& a, const WideNear& b) {
  return wide_rounded(a.value + b.value, a.radius + b.radius);
}
inline WideNear operator-(const WideNear& a, const WideNear& b) {
  return wide_rounded(a.value - b.value, a.radius + b.radius);
}
inline WideNear operator*(const WideNear& a, const WideNear& b) {
  return wide_rounded(a.value * b.value, a.size() * b.radius + (b.size() + b.radius) * a.radius);
}
inline WideNear operator/(const WideNear& a, double b) {
  return wide_rounded(a.value / b, a.radius / b);
}

/// As for Near.
inline WideNear inverse_sqrt(const WideNear& a) {
  const double relative = a.radius / static_cast<double>(a.value) * kRoom;
  if (!(relative <= 0x1p-8)) return {1, std::numeric_limits<double>::infinity()};
  const Wide value = 1 / sqrt(a.value);
  return wide_rounded(value, static_cast<double>(value) * 0.51 * relative);
}

/// Returns the key of what all numbers of the interval round to, if they round to one.
inline std::optional<std::int32_t> agreed_key(const WideNear& a, const Format& format) {
  const double size = std::fabs(static_cast<double>(a.value));
  if (!std::isfinite(size) || !(a.radius <= size)) return std::nullopt;
  const Wide magnitude = abs(a.value), reach = a.radius * kRoom;
  std::int32_t key = format.key_below(size);
  const auto middle_above = [&](std::int32_t k) {
    return (Wide(format.number(k)) + format.number(k + 1)) / 2;
  };
  if (key < format.infinity() && magnitude > middle_above(key)) ++key;
  const bool above = key == 0 || magnitude - reach > middle_above(key - 1);
  const bool below = key == format.infinity() || magnitude + reach < middle_above(key);
  if (!above || !below) return std::nullopt;
  return a.value < 0 ? -key : key;
}

}  // namespace cpu
