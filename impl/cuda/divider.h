#pragma once

#include <cstdint>

#include "device.h"

namespace cuda {

/// Divides indices below 2^31 by a number that is the same for a whole kernel, by a multiplication:
/// with l = ceil(log2 d) and f = floor(2^(31 + l) / d) + 1, n * f / 2^(31 + l) exceeds n / d by
/// less than 1 / d (Granlund and Montgomery 1994, theorem 4.2).
struct Divider {
  std::uint32_t divisor = 1;
  std::uint32_t shift = 31;
  std::uint64_t factor = (std::uint64_t{1} << 31) + 1;

  Divider() = default;
  explicit Divider(std::uint32_t d) : divisor(d) {
    while ((std::uint64_t{1} << (shift - 31)) < d) ++shift;
    factor = (std::uint64_t{1} << shift) / d + 1;
  }

  BN_DEVICE std::uint32_t quotient(std::uint32_t n) const {
    return static_cast<std::uint32_t>((n * factor) >> shift);
  }
};

}  // namespace cuda
