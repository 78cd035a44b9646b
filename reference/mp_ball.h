#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/ball.h"

namespace bncheck::reference {

/// A bound in a ball's radius, never negative. Its exponent range is 16 times that of double, so
/// the squares of subnormal doubles keep precise radii.
using Radius = long double;

inline constexpr Radius kNoBound = std::numeric_limits<Radius>::infinity();

// A radius is 0 or at least this, which outweighs what a product loses below the normal numbers
// (2^-16445). Subnormal radii would be sound too, and make a multiplication ten times as slow.
inline constexpr Radius kSmallestRadius = std::numeric_limits<Radius>::min();
// One step of this factor outweighs the rounding of one operation, 1 + 2^-64.
inline constexpr Radius kUpward = 1 + std::numeric_limits<Radius>::epsilon();

/// Returns a number that is at least 2^exponent, and equal to it within the range of Radius.
inline Radius power_of_two_up(int exponent) {
  constexpr int kSmallest = std::numeric_limits<Radius>::min_exponent - 1;
  return exponent <= kSmallest ? kSmallestRadius : std::ldexp(Radius(1), exponent);
}

/// Returns at least a + b.
inline Radius sum_up(Radius a, Radius b) { return (a + b) * kUpward; }

/// Returns at least a * b.
inline Radius product_up(Radius a, Radius b) {
  return a == 0 || b == 0 ? 0 : a * b * kUpward + kSmallestRadius;
}

/// Returns at least a / b, b > 0.
inline Radius quotient_up(Radius a, Radius b) {
  return a == 0 ? 0 : a / b * kUpward + kSmallestRadius;
}

/// Returns the smallest double that is at least r.
inline double to_double_up(Radius r) {
  const auto nearest = static_cast<double>(r);
  if (static_cast<Radius>(nearest) >= r) return nearest;
  return std::nextafter(nearest, std::numeric_limits<double>::infinity());
}

/// A real number known to lie within radius of a middle of kBits significant bits. Every operation
/// returns a ball that holds every result of operands from its arguments. An infinite radius claims
/// nothing, not even that the number exists: the result of 1/0, of the root of a negative number,
/// and of every operation on such a result.
template <int kBits>
class MpBall {
 public:
  using Middle = boost::multiprecision::number<
      boost::multiprecision::cpp_bin_float<kBits, boost::multiprecision::digit_base_2>,
      boost::multiprecision::et_off>;

  /// The exact zero.
  MpBall() = default;

  /// The exact number; claims nothing of an infinity or a NaN.
  explicit MpBall(double exact) {
    // Wide enough for every double, and for the bound in sqrt.
    static_assert(kBits >= std::numeric_limits<Radius>::digits);
    if (std::isfinite(exact)) {
      middle_ = exact;
    } else {
      radius_ = kNoBound;
    }
  }

  /// A middle that overflowed claims nothing. The limit keeps every operation on two middles within
  /// the exponents of Middle (2^30), so that no result underflows to zero.
  MpBall(const Middle& middle, Radius radius) : middle_(middle), radius_(radius) {
    constexpr int kLargestExponent = 1 << 28;
    const bool in_range = is_zero(middle) || std::abs(exponent_of(middle)) < kLargestExponent;
    if (in_range && radius < kNoBound) return;
    middle_ = 0;
    radius_ = kNoBound;
  }

  const Middle& middle() const { return middle_; }
  Radius radius() const { return radius_; }
  bool is_finite() const { return radius_ < kNoBound; }
  bool is_exact_zero() const { return is_zero(middle_) && radius_ == 0; }

  /// Returns whether the radius is at most 2^-bits times the middle.
  bool is_tight(int bits) const {
    return radius_ <= magnitude_down(middle_) * std::ldexp(Radius(1), -bits);
  }

  MpBall operator-() const { return {-middle_, radius_}; }

  friend MpBall operator+(const MpBall& a, const MpBall& b) {
    const Middle middle = a.middle_ + b.middle_;
    return {middle, sum_up(sum_up(a.radius_, b.radius_), rounding(middle))};
  }

  friend MpBall operator-(const MpBall& a, const MpBall& b) {
    const Middle middle = a.middle_ - b.middle_;
    return {middle, sum_up(sum_up(a.radius_, b.radius_), rounding(middle))};
  }

  /// |ab - AB| <= |A| rb + |B| ra + ra rb, where A and B are the middles.
  friend MpBall operator*(const MpBall& a, const MpBall& b) {
    if (!a.is_finite() || !b.is_finite()) return no_claim();
    const Middle middle = a.middle_ * b.middle_;
    const Radius from_b = product_up(magnitude_up(a.middle_), b.radius_);
    const Radius from_a = product_up(sum_up(magnitude_up(b.middle_), b.radius_), a.radius_);
    return {middle, sum_up(sum_up(from_a, from_b), rounding(middle))};
  }

  /// |a/b - A/B| = |a - (A/B) b| / |b| <= (ra + |A/B| rb) / (|B| - rb).
  friend MpBall operator/(const MpBall& a, const MpBall& b) {
    const Radius smallest = lower(b);
    if (!(smallest > 0) || !a.is_finite()) return no_claim();
    const Middle middle = a.middle_ / b.middle_;
    const Radius quotient = sum_up(magnitude_up(middle), rounding(middle));
    const Radius numerator = sum_up(a.radius_, product_up(quotient, b.radius_));
    return {middle, sum_up(quotient_up(numerator, smallest), rounding(middle))};
  }

  /// |sqrt(a) - sqrt(A)| <= ra / sqrt(A). Claims nothing of a ball that is not known to be
  /// positive.
  friend MpBall sqrt(const MpBall& a) {
    if (!(lower(a) > 0) || a.middle_.sign() < 0) return no_claim();
    const Middle middle = boost::multiprecision::sqrt(a.middle_);
    // The rounded root may reach the power of two that the exact one stays below.
    const Radius smallest = magnitude_down(middle) * (1 - std::numeric_limits<Radius>::epsilon());
    return {middle, sum_up(quotient_up(a.radius_, smallest), rounding(middle))};
  }

  /// Returns the ball of core that holds this one.
  Ball to_ball() const {
    if (!is_finite()) return Ball(DoubleDouble{}, std::numeric_limits<double>::infinity());
    const auto high = middle_.template convert_to<double>();
    const MpBall rest = *this - MpBall(high);
    const auto low = rest.middle_.template convert_to<double>();
    const MpBall error = rest - MpBall(low);
    const DoubleDouble center = two_sum(high, low);  // the same number, normalized
    // Whatever the two conversions did: the number is high + low + error.
    const Radius radius = sum_up(magnitude_up(error.middle_), error.radius_);
    if (!std::isfinite(center.hi) || !std::isfinite(center.lo) || !(radius < kNoBound)) {
      return no_claim().to_ball();
    }
    return {center, to_double_up(radius)};
  }

 private:
  static MpBall no_claim() { return {Middle(0), kNoBound}; }
  static bool is_zero(const Middle& a) { return a.is_zero(); }

  /// Returns e, where 2^e <= |a| < 2^(e+1); a is not zero.
  static int exponent_of(const Middle& a) { return a.backend().exponent(); }

  static Radius magnitude_up(const Middle& a) {
    return is_zero(a) ? 0 : power_of_two_up(exponent_of(a) + 1);
  }

  static Radius magnitude_down(const Middle& a) {
    return is_zero(a) ? 0 : std::ldexp(Radius(1), exponent_of(a));
  }

  /// Returns a lower bound of |a| over the ball; not positive if there is none.
  static Radius lower(const MpBall& a) {
    const Radius away = magnitude_down(a.middle_) - a.radius_;
    return away * (1 - std::numeric_limits<Radius>::epsilon());
  }

  /// Bounds the rounding of an operation by one unit in the last place of its result: cpp_bin_float
  /// rounds correctly, which is half of it. A zero is exact: nothing underflows.
  static Radius rounding(const Middle& result) {
    return is_zero(result) ? 0 : power_of_two_up(exponent_of(result) + 1 - kBits);
  }

  Middle middle_ = 0;
  Radius radius_ = 0;
};

}  // namespace bncheck::reference
