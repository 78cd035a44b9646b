#pragma once

#include <algorithm>
#include <type_traits>

#include "cuda/rounded/exact.h"
#include "rounding/terms.h"

namespace cuda {

using rounding::LongNear;

BN_DEVICE LongNear near_of(const Exact& value) {
  const Leading found = leading(value);
  const double radius = found.exact ? 0 : 0x1p-104 * std::fabs(found.high) + rounding::kUnderflow;
  return {found.high, found.low, radius};
}

/// Returns value * 2^power, |power| <= 2044, with one rounding or two.
BN_DEVICE double times_power(double value, int power) {
  return value * power_of_two(power / 2) * power_of_two(power - power / 2);
}

/// number * 2^exponent, the number about 1 or 0: what lies between the sums of doubles and answers
/// may be far out of the range of double.
struct ScaledNear {
  LongNear number;
  std::int32_t exponent = 0;

  /// Returns it as doubles. Where these are too small, each of the three is rounded once or twice,
  /// by less than 2^-1074 in all.
  BN_DEVICE LongNear value() const {
    const int power = std::clamp(exponent, -2044, 2044);
    const double high = times_power(number.high, power), low = times_power(number.low, power);
    const bool is_exact = number.radius == 0 && times_power(high, -power) == number.high &&
                          times_power(low, -power) == number.low;
    return {high, low, is_exact ? 0 : times_power(number.radius, power) + 0x1p-1070};
  }
};
BN_DEVICE LongNear value_of(const LongNear& near) { return near; }
BN_DEVICE LongNear value_of(const ScaledNear& near) { return near.value(); }

BN_DEVICE ScaledNear scaled_near_of(const Exact& value) {
  if (value.sign == 0) return {};
  const std::int32_t size = value.size();
  const std::int32_t exponent =
      value.exponent() + 32 * size - leading_zeros(value.limbs().first[size - 1]);
  const Leading found = leading(value, -exponent);
  return {{found.high, found.low, found.exact ? 0 : 0x1p-104}, exponent};
}

/// Of a finite number.
BN_DEVICE ScaledNear scaled_near_of(double value) {
  if (value == 0) return {};
  const bool is_subnormal = std::fabs(value) < 0x1p-1022;
  const auto bits = bits_as<std::uint64_t>(is_subnormal ? value * 0x1p64 : value);
  const auto exponent = static_cast<std::int32_t>(bits >> 52 & 0x7ff) - 1023;
  const std::uint64_t others = bits & 0x800fffffffffffff;
  return {bits_as<double>(others | std::uint64_t{1023} << 52), exponent - (is_subnormal ? 64 : 0)};
}

BN_DEVICE ScaledNear operator*(const ScaledNear& a, const ScaledNear& b) {
  return {times(a.number, b.number), a.exponent + b.exponent};
}
BN_DEVICE ScaledNear operator/(const ScaledNear& a, double b) { return {a.number / b, a.exponent}; }
BN_DEVICE ScaledNear operator+(const ScaledNear& a, const ScaledNear& b) {
  if (a.number.high == 0) return b;
  if (b.number.high == 0) return a;
  const std::int32_t exponent = std::max(a.exponent, b.exponent);
  const auto at_exponent = [&](const ScaledNear& near) {
    return ScaledNear{near.number, near.exponent - exponent}.value();
  };
  return {at_exponent(a) + at_exponent(b), exponent};
}
BN_DEVICE ScaledNear inverse_sqrt(const ScaledNear& a) {
  const std::int32_t odd = a.exponent & 1;
  const LongNear& number = a.number;
  const double factor = odd != 0 ? 2 : 1;
  return {inverse_sqrt(LongNear(number.high * factor, number.low * factor, number.radius * factor)),
          -(a.exponent - odd) / 2};
}

/// How a channel's numbers are known: the sums of floats are within the range of double.
template <class P>
using NearOf = std::conditional_t<std::is_same_v<P, double>, ScaledNear, LongNear>;
template <class P>
BN_DEVICE NearOf<P> near_as(const Exact& value) {
  if constexpr (std::is_same_v<P, double>) {
    return scaled_near_of(value);
  } else {
    return near_of(value);
  }
}

}  // namespace cuda
