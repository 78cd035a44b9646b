#include "core/ball.h"

#include <algorithm>

namespace bncheck {
namespace {

using ball_detail::checked;
using ball_detail::kTiny;
using ball_detail::kUp;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

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
  const double least = a.middle.hi > 0 ? std::sqrt(a.lower_magnitude()) * (1 - 0x1p-51) : 0;
  // |sqrt(t) - s| <= sqrt(|t - s^2|) always, and it is |t - s^2| / (sqrt(t) + s).
  const double residual = (a - square(root)).upper_magnitude();
  const double plain = std::sqrt(residual) * kUp + kTiny;
  const double divisor = (center + least) * (1 - 0x1p-51);
  return checked(root.middle, divisor > 0 ? std::min(plain, div_up(residual, divisor)) : plain);
}

Ball sum(std::span<const Ball> terms) {
  Ball total;
  for (const Ball& term : terms) total = total + term;
  return total;
}

}  // namespace bncheck
