#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "device.h"

namespace rounding {

/// The numbers of a format in their order: key 0 is zero, the negative of a key the negative
/// number, and the key after the largest finite number the power of two that rounding overflows to.
struct Format {
  int fraction_bits, least_exponent, infinity_exponent;

  BN_HOST_DEVICE std::int32_t infinity() const { return infinity_exponent << fraction_bits; }
  /// Returns key's number; key is not negative and at most infinity().
  BN_HOST_DEVICE double number(std::int32_t key) const {
    const std::int32_t one = 1 << fraction_bits, exponent = key >> fraction_bits;
    const std::int32_t fraction = exponent == 0 ? key : key % one + one;
    const int scale = exponent == 0 ? 0 : exponent - 1;
    return fraction * power(scale + least_exponent - fraction_bits);
  }
  /// Returns 2^exponent, a normal double.
  BN_HOST_DEVICE static double power(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
  }
  /// Returns the key of the last number that is not above the magnitude: its first bits, or, of a
  /// subnormal, how often the least number goes into it. A NaN counts as infinite.
  BN_HOST_DEVICE std::int32_t key_below(double magnitude) const {
    if (!(magnitude < number(infinity()))) return infinity();
    if (magnitude < power(least_exponent)) {
      return static_cast<std::int32_t>(magnitude * power(fraction_bits - least_exponent));
    }
    constexpr int kFractionBits = 52, kBias = 1023;
    const auto bits = std::bit_cast<std::uint64_t>(magnitude) >> (kFractionBits - fraction_bits);
    const auto first = static_cast<std::uint64_t>(least_exponent + kBias - 1) << fraction_bits;
    return static_cast<std::int32_t>(bits - first);
  }
};

constexpr Format kFloat32 = {23, -126, 255}, kFloat16 = {10, -14, 31}, kBFloat16 = {7, -126, 255};

}  // namespace rounding
