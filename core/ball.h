#pragma once

#include <cmath>
#include <limits>
#include <span>

#include "core/double_double.h"

namespace bncheck {

/// A real number known to lie within radius of middle. Every operation returns a ball that holds
/// every result of operands from its arguments: middles are double-double, radii are rounded up.
/// An overflow gives an infinite radius, never a wrong ball. An Enclosure (docs/architecture.md) is
/// a Ball around one exact value.
struct Ball {
  DoubleDouble middle;
  double radius = 0;

  Ball() = default;
  /// The exact number; an infinite radius for an infinity or a NaN, which are no numbers.
  Ball(double exact);  // NOLINT(google-explicit-constructor)
  /// A normalized center: |center.lo| <= ulp(center.hi)/2.
  Ball(DoubleDouble center, double error);

  /// Returns an upper bound of |a| over the ball.
  double upper_magnitude() const;

  /// Returns a lower bound of |a| over the ball, never negative.
  double lower_magnitude() const;

  /// Returns false only if the value is proven to lie outside; an infinity or a NaN does, unless
  /// the radius is infinite, which claims nothing.
  bool contains(double value) const;
  bool contains_zero() const { return lower_magnitude() == 0; }
  bool is_finite() const;

  /// Returns the ball grown on both sides.
  Ball widened(double by) const;
};

/// Returns a bound that is at least a + b, and so on: arithmetic for radii and budgets, whose
/// operands are never negative.
double add_up(double a, double b);
double mul_up(double a, double b);
double div_up(double a, double b);

Ball operator-(const Ball& a);
Ball operator+(const Ball& a, const Ball& b);
Ball operator-(const Ball& a, const Ball& b);
Ball operator*(const Ball& a, const Ball& b);
/// Dividing by a ball that holds zero gives an infinite radius.
Ball operator/(const Ball& a, const Ball& b);
Ball square(const Ball& a);
Ball abs(const Ball& a);
/// Negative parts count as zero: the argument is known to be a sum of squares.
Ball sqrt(const Ball& a);
Ball sum(std::span<const Ball> terms);

// What follows is inline because enclosures are made of millions of these operations.

namespace ball_detail {

// A double operation on non-negative operands errs by at most a factor 1 + 2^-53, or by 2^-1075
// where it underflows; one step of this factor and of the smallest subnormal rounds it up.
constexpr double kUp = 1 + 0x1p-52;
constexpr double kTiny = std::numeric_limits<double>::denorm_min();
// Bounds the relative error of double-double addition (3u^2/(1-4u)) and multiplication (5u^2),
// u = 2^-53: Joldes, Muller and Popescu 2017, theorems 3.1 and 5.1.
constexpr double kRelative = 0x1p-103;
// Bounds what the five roundings of double-double multiplication lose to underflow: each at most
// half the smallest subnormal, and the fused product's error term at most one whole.
constexpr double kUnderflow = 8 * kTiny;

inline double magnitude(DoubleDouble a) { return std::fabs(a.hi) + std::fabs(a.lo); }

/// A middle that overflowed says nothing.
inline Ball checked(DoubleDouble middle, double radius) {
  if (!std::isfinite(middle.hi) || !std::isfinite(middle.lo) ||
      !(radius < std::numeric_limits<double>::infinity())) {
    return {{0, 0}, std::numeric_limits<double>::infinity()};
  }
  return {middle, radius};
}

}  // namespace ball_detail

inline double add_up(double a, double b) {
  return b == 0 ? a : a == 0 ? b : (a + b) * ball_detail::kUp;
}

inline double mul_up(double a, double b) {
  if (a == 0 || b == 0) return 0;
  return a * b * ball_detail::kUp + ball_detail::kTiny;
}

inline double div_up(double a, double b) {
  if (a == 0) return 0;
  return a / b * ball_detail::kUp + ball_detail::kTiny;
}

inline Ball::Ball(double exact) : Ball(ball_detail::checked({exact, 0}, 0)) {}

inline Ball::Ball(DoubleDouble center, double error) : middle(center), radius(error) {}

inline double Ball::upper_magnitude() const {
  return add_up(ball_detail::magnitude(middle) * ball_detail::kUp, radius);
}

inline Ball operator-(const Ball& a) { return {-a.middle, a.radius}; }

inline Ball operator+(const Ball& a, const Ball& b) {
  const DoubleDouble middle = a.middle + b.middle;
  // Addition does not underflow: a sum of doubles that is subnormal is exact.
  const double rounding = mul_up(ball_detail::magnitude(middle), ball_detail::kRelative);
  return ball_detail::checked(middle, add_up(add_up(a.radius, b.radius), rounding));
}

inline Ball operator-(const Ball& a, const Ball& b) { return a + -b; }

inline Ball operator*(const Ball& a, const Ball& b) {
  const DoubleDouble middle = a.middle * b.middle;
  double radius = 0;
  if (a.middle.hi != 0 && b.middle.hi != 0) {
    radius = add_up(mul_up(ball_detail::magnitude(middle), ball_detail::kRelative),
                    ball_detail::kUnderflow);
  }
  radius = add_up(radius, mul_up(a.upper_magnitude(), b.radius));
  radius = add_up(radius, mul_up(ball_detail::magnitude(b.middle) * ball_detail::kUp, a.radius));
  return ball_detail::checked(middle, radius);
}

}  // namespace bncheck
