#pragma once

#include <cstdint>

#include "device.h"

namespace cuda {

/// Half-precision elements, as bits.
struct Float16 {
  std::uint16_t bits;
};
struct BFloat16 {
  std::uint16_t bits;
};

/// Returns the object whose bytes these are.
template <class To, class From>
BN_DEVICE To bits_as(From value) {
  static_assert(sizeof(To) == sizeof(From));
  To result;
  __builtin_memcpy(&result, &value, sizeof result);
  return result;
}

BN_DEVICE double to_double(double value) { return value; }
BN_DEVICE double to_double(float value) { return value; }
BN_DEVICE double to_double(BFloat16 value) {
  return bits_as<float>(static_cast<std::uint32_t>(value.bits) << 16);
}
BN_DEVICE double to_double(Float16 value) {
  const std::uint32_t sign = static_cast<std::uint32_t>(value.bits & 0x8000) << 16;
  const std::uint32_t magnitude = value.bits & 0x7fff;
  if (magnitude < 0x400) {  // subnormal: a multiple of 2^-24
    const float exact = static_cast<float>(magnitude) * 0x1p-24F;
    return bits_as<float>(bits_as<std::uint32_t>(exact) | sign);
  }
  const std::uint32_t exponent = magnitude < 0x7c00 ? (127 - 15) << 23 : (255 - 31) << 23;
  return bits_as<float>(((magnitude << 13) + exponent) | sign);
}

/// Rounds towards zero, and sets the last bit if that was not exact: rounding the result to fewer
/// digits rounds value itself (round to odd; Boldo and Melquiond 2008).
BN_DEVICE std::uint32_t odd_float(double value) {
  const auto nearest = static_cast<float>(value);
  std::uint32_t bits = bits_as<std::uint32_t>(nearest);
  const double rounded = nearest;
  if (rounded == value || rounded != rounded) return bits;
  const double excess = value < 0 ? value - rounded : rounded - value;
  if (excess > 0) bits -= 1;
  return bits | 1;
}

BN_DEVICE void round_to(double& to, double value) { to = value; }
BN_DEVICE void round_to(float& to, double value) { to = static_cast<float>(value); }
BN_DEVICE void round_to(BFloat16& to, double value) {
  const std::uint32_t bits = odd_float(value);
  const bool is_nan = (bits & 0x7fffffff) > 0x7f800000;
  const std::uint32_t rounded = is_nan ? bits | 0x400000 : bits + 0x7fff + ((bits >> 16) & 1);
  to.bits = static_cast<std::uint16_t>(rounded >> 16);
}
BN_DEVICE void round_to(Float16& to, double value) {
  const std::uint32_t bits = odd_float(value), magnitude = bits & 0x7fffffff;
  std::uint32_t half = 0;
  if (magnitude > 0x7f800000) {
    half = 0x7e00;                       // NaN
  } else if (magnitude >= 0x47800000) {  // 2^16 and more
    half = 0x7c00;
  } else if (magnitude >= 0x38800000) {  // 2^-14, the least normal number, and more
    half = (magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13;
  } else if (magnitude >= 0x33000000) {  // 2^-25, half of the least number, and more
    const std::uint32_t shift = 126 - (magnitude >> 23);
    const std::uint32_t digits = (magnitude & 0x7fffff) | 0x800000;
    const std::uint32_t whole = digits >> shift, middle = std::uint32_t{1} << (shift - 1);
    const std::uint32_t rest = digits & (2 * middle - 1);
    half = whole + (rest > middle || (rest == middle && (whole & 1)) ? 1 : 0);
  }
  to.bits = static_cast<std::uint16_t>(half | ((bits >> 16) & 0x8000));
}

/// Says whether two numbers are the same bits.
BN_DEVICE bool are_same(double a, double b) {
  return bits_as<std::uint64_t>(a) == bits_as<std::uint64_t>(b);
}
BN_DEVICE bool are_same(float a, float b) {
  return bits_as<std::uint32_t>(a) == bits_as<std::uint32_t>(b);
}
template <class Half>
BN_DEVICE bool are_same(Half a, Half b) {
  return a.bits == b.bits;
}

/// Returns value as a T, rounded to nearest once.
template <class T>
BN_DEVICE T rounded(double value) {
  T result;
  round_to(result, value);
  return result;
}

}  // namespace cuda
