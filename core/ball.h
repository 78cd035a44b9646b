#pragma once

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

/// Returns a bound that is at least a + b, and so on: arithmetic for radii and budgets, whose
/// operands are never negative.
double add_up(double a, double b);
double mul_up(double a, double b);
double div_up(double a, double b);

}  // namespace bncheck
