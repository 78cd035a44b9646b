#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "cpu/rounded/near.h"

/// Sums at the speed of floating point that come with a bound, nearly always one of less than
/// 2^-80 of the largest term (docs/rounding.md).
namespace cpu {

/// What a kernel sums of one block. A term is cut at a grain: its multiple of the grain goes into
/// high, exactly, the rest into low.
struct SplitSum {
  double high = 0, low = 0;
};

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

/// Returns an exponent with |value| < 2^exponent for all finite values up to this one.
inline int exponent_above(double magnitude) {
  return static_cast<int>(std::bit_cast<std::uint64_t>(magnitude) >> 52) - 1022;
}

/// A sum of doubles as high + low, within radius, which is 0 if the sum is exact.
class LongSum {
 public:
  void add(double term) { low_add(two_sum(high_, term)); }
  void add(const SplitSum& sum, double bound) {
    add(sum.high);
    add(sum.low);
    radius_ += bound;
  }

  void widen(double radius) { radius_ += radius; }

  double high() const { return high_; }
  double low() const { return low_; }
  double radius() const { return radius_; }
  /// Brings high to the nearest double of the sum.
  void normalize() { low_ = two_sum(high_, low_); }
  Near near() const {
    if (low_ == 0 && radius_ == 0) return {high_, 0};
    return once_rounded(high_ + low_, radius_);
  }

  /// Makes a the rounded sum of a and b, and returns the error, exactly (Knuth).
  static double two_sum(double& a, double b) {
    const double sum = a + b, part = sum - a;
    const double error = (a - (sum - part)) + (b - part);
    a = sum;
    return error;
  }

 private:
  void low_add(double term) { radius_ += std::fabs(two_sum(low_, term)); }

  double high_ = 0, low_ = 0, radius_ = 0;
};

}  // namespace cpu
