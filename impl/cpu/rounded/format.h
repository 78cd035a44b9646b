#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "cpu/kernels.h"
#include "cpu/rounded/numbers.h"

namespace cpu {

template <class T>
struct FormatOf;
template <>
struct FormatOf<float> {
  static constexpr Format kFormat = kFloat32;
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
