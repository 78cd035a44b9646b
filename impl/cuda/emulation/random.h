#pragma once

#include <cstdint>

namespace emulation {

/// Numbers without pattern from a seed. Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators" (2014): SplitMix64.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  /// Below count, which is less than 2^32.
  std::size_t below(std::size_t count) { return (bits() >> 32) * count >> 32; }
  bool happens(double probability) {
    return static_cast<double>(bits() >> 11) * 0x1p-53 < probability;
  }

 private:
  std::uint64_t state_;
};

}  // namespace emulation
