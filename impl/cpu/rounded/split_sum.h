#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "cpu/rounded/numbers.h"

/// Sums at the speed of floating point that come with a bound, nearly always one of less than
/// 2^-80 of the largest term (docs/rounding.md).
namespace cpu {

/// What a kernel sums of one block. A term is cut at a grain: its multiple of the grain goes into
/// high, exactly, the rest into low.
struct SplitSum {
  double high = 0, low = 0;
};

/// Adds a sum that is within bound of its terms'.
inline void add(LongSum& total, const SplitSum& sum, double bound) {
  total.add(sum.high);
  total.add(sum.low);
  total.widen(bound);
}

/// Where terms up to 2^exponent are cut. (term + anchor) - anchor rounds to multiples of the
/// grain, 2^(exponent - 40): the neighbours of 1.5 * 2^52 grains are one grain apart. 2^12 terms
/// of 2^40 grains each add up exactly.
class Cut {
 public:
  explicit Cut(int exponent) : grain_(std::ldexp(1.0, exponent - 40)) {}

  double anchor() const { return grain_ * 0x1.8p52; }
  static constexpr std::int64_t kMostTerms = 1 << 12;

  /// Bounds the rounding of the sum of so many rests, each at most half a grain: no partial sum
  /// exceeds terms * grain / 2.
  double bound(std::int64_t terms) const {
    const auto n = static_cast<double>(terms);
    return n * n * grain_ * (kUnit / 2);
  }

 private:
  double grain_;
};

}  // namespace cpu
