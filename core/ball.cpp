#include "core/ball.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bncheck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
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

double magnitude(DoubleDouble a) { return std::fabs(a.hi) + std::fabs(a.lo); }

// A middle that overflowed says nothing.
Ball checked(DoubleDouble middle, double radius) {
  if (!std::isfinite(middle.hi) || !std::isfinite(middle.lo) || !(radius < kInfinity)) {
    return {{0, 0}, kInfinity};
  }
  return {middle, radius};
}

}  // namespace

double add_up(double a, double b) { return b == 0 ? a : a == 0 ? b : (a + b) * kUp; }

double mul_up(double a, double b) {
  if (a == 0 || b == 0) return 0;
  return a * b * kUp + kTiny;
}

double div_up(double a, double b) {
  if (a == 0) return 0;
  return a / b * kUp + kTiny;
}

Ball::Ball(double exact) : Ball(checked({exact, 0}, 0)) {}

Ball::Ball(DoubleDouble center, double error) : middle(center), radius(error) {}

double Ball::upper_magnitude() const { return add_up(magnitude(middle) * kUp, radius); }

double Ball::lower_magnitude() const {
  const double away = std::fabs(middle.hi) * (1 - 0x1p-51) - radius;
  return away > 0 ? away * (1 - 0x1p-51) : 0;
}

bool Ball::contains(double value) const {
  if (!std::isfinite(value)) return !is_finite();
  return (*this - Ball(value)).contains_zero();
}

bool Ball::is_finite() const { return radius < kInfinity; }

Ball Ball::widened(double by) const { return checked(middle, add_up(radius, by)); }

Ball operator-(const Ball& a) { return {-a.middle, a.radius}; }

Ball operator+(const Ball& a, const Ball& b) {
  const DoubleDouble middle = a.middle + b.middle;
  // Addition does not underflow: a sum of doubles that is subnormal is exact.
  const double rounding = mul_up(magnitude(middle), kRelative);
  return checked(middle, add_up(add_up(a.radius, b.radius), rounding));
}

Ball operator-(const Ball& a, const Ball& b) { return a + -b; }

Ball operator*(const Ball& a, const Ball& b) {
  const DoubleDouble middle = a.middle * b.middle;
  double radius = 0;
  if (a.middle.hi != 0 && b.middle.hi != 0) {
    radius = add_up(mul_up(magnitude(middle), kRelative), kUnderflow);
  }
  radius = add_up(radius, mul_up(a.upper_magnitude(), b.radius));
  radius = add_up(radius, mul_up(magnitude(b.middle) * kUp, a.radius));
  return checked(middle, radius);
}

Ball operator/(const Ball& a, const Ball& b) {
  const double smallest = b.lower_magnitude();
  if (smallest == 0) return {{0, 0}, kInfinity};
  // |a/b - q| = |a - q b| / |b| for every a and b of the balls.
  const Ball quotient(approximate_quotient(a.middle, b.middle), 0);
  if (!std::isfinite(quotient.middle.hi)) return {{0, 0}, kInfinity};
  const Ball residual = a - quotient * b;
  return checked(quotient.middle, div_up(residual.upper_magnitude(), smallest));
}

Ball square(const Ball& a) { return a * a; }

Ball abs(const Ball& a) { return a.middle.hi < 0 ? -a : a; }

Ball sqrt(const Ball& a) {
  const Ball root(approximate_sqrt(a.middle), 0);
  if (!a.is_finite()) return {{0, 0}, kInfinity};
  const double center = std::fabs(root.middle.hi) * (1 - 0x1p-51);
  // |sqrt(t) - s| <= sqrt(|t - s^2|) always, and <= |t - s^2| / s.
  const double residual = (a - square(root)).upper_magnitude();
  const double plain = std::sqrt(residual) * kUp + kTiny;
  return checked(root.middle, center > 0 ? std::min(plain, div_up(residual, center)) : plain);
}

Ball sum(std::span<const Ball> terms) {
  Ball total;
  for (const Ball& term : terms) total = total + term;
  return total;
}

}  // namespace bncheck
