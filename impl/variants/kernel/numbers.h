#pragma once

#include <cmath>
#include <cstdint>

#include "bn_plugin.h"

namespace variants {

/// Returns the value of a 16-bit float with so many bits of fraction.
template <int kFraction>
float decode(std::uint16_t bits) {
  constexpr int kBias = (1 << (14 - kFraction)) - 1;
  const int exponent = (bits & 0x7fff) >> kFraction;
  const int fraction = bits & ((1 << kFraction) - 1);
  const float sign = bits & 0x8000 ? -1.0F : 1.0F;
  if (exponent == 2 * kBias + 1) return sign * (fraction == 0 ? HUGE_VALF : NAN);
  const int hidden = exponent == 0 ? 0 : 1 << kFraction;
  const int scale = (exponent == 0 ? 1 : exponent) - kBias - kFraction;
  return sign * std::ldexp(static_cast<float>(hidden + fraction), scale);
}

/// Rounds to the nearest such float, ties to even, once.
template <int kFraction>
std::uint16_t encode(double value) {
  constexpr int kBias = (1 << (14 - kFraction)) - 1;
  const std::uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  constexpr std::uint16_t kInfinity = (2 * kBias + 1) << kFraction;
  if (std::isnan(value)) return sign | kInfinity | 1;
  if (std::isinf(value) || std::ilogb(value) > kBias) return sign | kInfinity;
  const int exponent = value == 0 ? 1 - kBias : std::fmax(std::ilogb(value), 1 - kBias);
  const double digits = std::nearbyint(std::ldexp(std::fabs(value), kFraction - exponent));
  // The hidden bit, and a carry, add one to the exponent.
  return sign | static_cast<std::uint16_t>(((exponent + kBias - 1) << kFraction) +
                                           static_cast<int>(digits));
}

/// Reads one number; exact, since E is no narrower than the memory's type.
template <class E>
E read(const bn_tensor& tensor, std::int64_t offset) {
  switch (tensor.dtype) {
    case BN_F16: return decode<10>(static_cast<const std::uint16_t*>(tensor.data)[offset]);
    case BN_BF16: return decode<7>(static_cast<const std::uint16_t*>(tensor.data)[offset]);
    case BN_F32: return static_cast<const float*>(tensor.data)[offset];
    default: return static_cast<E>(static_cast<const double*>(tensor.data)[offset]);
  }
}

/// Writes one number, rounded to the memory's type once.
template <class E>
void write(const bn_tensor& tensor, std::int64_t offset, E value) {
  switch (tensor.dtype) {
    case BN_F16: static_cast<std::uint16_t*>(tensor.data)[offset] = encode<10>(value); return;
    case BN_BF16: static_cast<std::uint16_t*>(tensor.data)[offset] = encode<7>(value); return;
    case BN_F32: static_cast<float*>(tensor.data)[offset] = static_cast<float>(value); return;
    default: static_cast<double*>(tensor.data)[offset] = value;
  }
}

}  // namespace variants
