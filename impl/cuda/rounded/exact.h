#pragma once

#include "cuda/formats.h"
#include "cuda/rounded/bits.h"

namespace cuda {

/// Some limbs, the least first.
struct Limbs {
  const std::uint32_t* first;
  std::int32_t size;

  /// Returns limb i, or 0 where there is none.
  BN_DEVICE std::uint32_t at(std::int32_t i) const { return i < 0 || i >= size ? 0 : first[i]; }
};

/// sign * (limb 0 + limb 1 * 2^32 + ...) * 2^exponent. The first limb and the last are not 0.
/// Registers hold no more than where it is: there are the exponent, how many limbs, and the limbs.
/// Zero is nowhere, and has sign 0.
struct Exact {
  std::uint32_t* memory = nullptr;
  std::int32_t sign = 0;

  BN_DEVICE std::int32_t exponent() const { return static_cast<std::int32_t>(memory[0]); }
  BN_DEVICE std::int32_t size() const { return static_cast<std::int32_t>(memory[1]); }
  BN_DEVICE Limbs limbs() const { return {memory + kHeader, size()}; }

  static constexpr int kHeader = 2;
};

/// high + low is the number to within 2^-104 of it, and 2^-1074; high is its nearest double but for
/// what is below low. Beyond the range of double they are infinite or 0. exact: nothing is lost.
struct Leading {
  double high, low;
  bool exact;
};

/// Returns 2^power, -1022 <= power <= 1023.
BN_DEVICE double power_of_two(int power) {
  return bits_as<double>(static_cast<std::uint64_t>(power + 1023) << 52);
}

/// Returns value * 2^power, rounded once; |value| is 0 or from 1 to 2^106.
BN_DEVICE double scaled(double value, int power) {
  if (power > 1022) return value * 0x1p1022 * power_of_two(power < 2044 ? power - 1022 : 1022);
  if (power >= -1022) return value * power_of_two(power);
  // Exact, as the value is 1 or more: then the one rounding.
  return value * 0x1p-1022 * power_of_two(power > -2044 ? power + 1022 : -1022);
}

/// Returns 53 bits of the magnitude, the lowest of them number `first`, which may be below all.
BN_DEVICE std::uint64_t bits_from(const Limbs& limbs, std::int32_t first) {
  const std::int32_t at = first >> 5, shift = first & 31;
  const std::uint64_t low = std::uint64_t{limbs.at(at + 1)} << 32 | limbs.at(at);
  const std::uint64_t high = std::uint64_t{limbs.at(at + 2)} << 32;
  return (low >> shift | high << (32 - shift)) & ((std::uint64_t{1} << 53) - 1);
}

/// Of value * 2^shift.
BN_DEVICE Leading leading(const Exact& value, std::int32_t shift = 0) {
  if (value.sign == 0) return {0, 0, true};
  const Limbs limbs = value.limbs();
  const std::int32_t bits = 32 * limbs.size - leading_zeros(limbs.first[limbs.size - 1]);
  const std::int32_t rest = bits - 106, power = value.exponent() + shift + rest;
  const double top = static_cast<double>(bits_from(limbs, bits - 53)) * 0x1p53;
  const double next = static_cast<double>(bits_from(limbs, rest));
  const double high = top + next, low = next - (high - top);
  const std::int32_t least = trailing_zeros(limbs.first[0]);
  const bool is_whole = least >= rest && value.exponent() + shift + least >= -1074;
  const Leading found = {value.sign * scaled(high, power), value.sign * scaled(low, power), false};
  const bool is_finite = found.high - found.high == 0;
  return {found.high, found.low, is_whole && is_finite};
}

}  // namespace cuda
