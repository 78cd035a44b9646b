#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "cpu/kernels.h"

namespace cpu {

/// The numbers of a format in their order: key 0 is zero, the negative of a key the negative
/// number, and the key after the largest finite number the power of two that rounding overflows to.
struct Format {
  int fraction_bits, least_exponent, infinity_exponent;

  std::int32_t infinity() const { return infinity_exponent << fraction_bits; }
  /// Returns key's number; key is not negative and at most infinity().
  double number(std::int32_t key) const {
    const std::int32_t one = 1 << fraction_bits, exponent = key >> fraction_bits;
    const std::int32_t fraction = exponent == 0 ? key : key % one + one;
    const int scale = exponent == 0 ? 0 : exponent - 1;
    return fraction * power(scale + least_exponent - fraction_bits);
  }
  /// Returns 2^exponent, a normal double.
  static double power(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
  }
  /// Returns the key of the last number that is not above the magnitude: its first bits, or, of a
  /// subnormal, how often the least number goes into it. A NaN counts as infinite.
  std::int32_t key_below(double magnitude) const {
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

template <class T>
struct FormatOf;
template <>
struct FormatOf<float> {
  static constexpr Format kFormat = {23, -126, 255};
  static float number(std::int32_t key) { return std::bit_cast<float>(bits(key, 0x80000000u)); }
  static std::uint32_t bits(std::int32_t key, std::uint32_t sign) {
    return key < 0 ? static_cast<std::uint32_t>(-key) | sign : static_cast<std::uint32_t>(key);
  }
  static float value(float number) { return number; }
  static float nearest(double value) { return static_cast<float>(value); }
};
/// The two formats of 16 bits.
template <class T, int kFraction, int kLeast, int kInfinity>
struct HalfFormat {
  static constexpr Format kFormat = {kFraction, kLeast, kInfinity};
  static T number(std::int32_t key) {
    return {static_cast<std::uint16_t>(FormatOf<float>::bits(key, 0x8000u))};
  }
  /// Returns the nearest number, ties to even, of a finite value.
  static T nearest(double value) {
    const double magnitude = std::fabs(value);
    std::int32_t key = kFormat.key_below(magnitude);
    if (key < kFormat.infinity()) {
      const double middle = (kFormat.number(key) + kFormat.number(key + 1)) / 2;
      key += magnitude > middle || (magnitude == middle && key % 2 != 0);
    }
    return number(value < 0 ? -key : key);
  }
  static float value(T number) {
    const std::int32_t magnitude = number.bits & 0x7fff;
    auto value = static_cast<float>(kFormat.number(magnitude));
    if (magnitude >= kFormat.infinity()) value = magnitude == kFormat.infinity() ? INFINITY : NAN;
    return number.bits & 0x8000 ? -value : value;
  }
};
/// A double is its own value; its keys have 64 bits (f64_surd.cpp).
template <>
struct FormatOf<double> {
  static double value(double number) { return number; }
};
template <>
struct FormatOf<BFloat16> : HalfFormat<BFloat16, 7, -126, 255> {};
template <>
struct FormatOf<Float16> : HalfFormat<Float16, 10, -14, 31> {};

}  // namespace cpu
