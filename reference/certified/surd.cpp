#include "reference/certified/surd.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// A bracket this wide is narrower than a Ball's 106 bits can tell (docs/numerics.md, 10.1).
constexpr int kFirstBits = 128;

int bits_of(const Integer& value) { return value == 0 ? 0 : static_cast<int>(msb(value)) + 1; }

/// Two exact numbers around a surd; equal if it is one of them.
struct Bracket {
  Dyadic low;
  Dyadic high;
};

// With P, Z the mantissas and an even exponent of the radicand, |numerator|/sqrt(radicand) is
// P/sqrt(Z) times a power of two, and s <= 2^k P/sqrt(Z) < s + 1 for the integer root s of
// floor(4^k P^2 / Z), because a floor of the radicand does not change the floor of the root.
Bracket bracket(const Surd& value, int bits) {
  if (value.numerator.sign() == 0) return {value.offset, value.offset};
  const int odd = value.radicand.exponent % 2 == 0 ? 0 : 1;
  const Integer radicand = value.radicand.mantissa << odd;
  const Integer numerator = abs(value.numerator.mantissa);
  const int scale = std::max(0, bits + bits_of(radicand) / 2 - bits_of(numerator) + 1);
  const Integer wide = Integer(numerator * numerator) << (2 * scale);
  const Integer quotient = wide / radicand;
  const Integer root = sqrt(quotient);
  const int exponent = value.numerator.exponent - (value.radicand.exponent - odd) / 2 - scale;
  const bool exact = root * root * radicand == wide;
  const Dyadic small(root, exponent);
  const Dyadic large(exact ? root : Integer(root + 1), exponent);
  if (value.numerator.sign() > 0) return {value.offset + small, value.offset + large};
  return {value.offset - large, value.offset - small};
}

/// Returns the number of the format after `value`.
double next_up(DType dtype, double value) {
  const double smallest = smallest_subnormal(dtype);
  if (value == -kInfinity) return -largest_finite(dtype);
  if (value == largest_finite(dtype)) return kInfinity;
  // Below a power of two the neighbour of a negative number is half as far.
  const double step = std::ldexp(2 * unit_roundoff(dtype), value == 0 ? 0 : std::ilogb(value));
  const bool power = value < 0 && std::fabs(value) == std::ldexp(1.0, std::ilogb(value));
  return value == 0 ? smallest : value + std::max(smallest, power ? step / 2 : step);
}

/// Returns the number as an exact one, infinity as the power of two that would follow.
Dyadic exact_limit(DType dtype, double value) {
  if (std::isfinite(value)) return Dyadic(value);
  const Dyadic limit(1, std::ilogb(largest_finite(dtype)) + 1);
  return value < 0 ? -limit : limit;
}

/// Returns the one of two neighbours that is nearer.
double nearer(DType dtype, const Surd& value, double low, double high) {
  const Dyadic sum = exact_limit(dtype, low) + exact_limit(dtype, high);
  const Dyadic midpoint(sum.mantissa, sum.exponent - 1);
  const int side = compare(value, midpoint);
  if (side != 0) return side < 0 ? low : high;
  return round_to(dtype, midpoint);
}

}  // namespace

Surd ratio(Dyadic value, const Dyadic& divisor) {
  return {Dyadic(), std::move(value), square(divisor)};
}

int compare(const Surd& value, const Dyadic& bound) {
  const Dyadic rest = bound - value.offset;
  const int left = value.numerator.sign();
  const int right = rest.sign();
  if (left != right || left == 0) return left < right ? -1 : left > right ? 1 : 0;
  return left * (square(value.numerator) - square(rest) * value.radicand).sign();
}

Ball enclose(const Surd& value) {
  const Ball offset = to_ball(value.offset);
  const Ball root = to_ball(value.numerator) / sqrt(to_ball(value.radicand));
  const Ball quick = offset + root;
  const double scale = std::max(offset.lower_magnitude(), root.lower_magnitude());
  if (quick.is_finite() && quick.radius <= kTight * scale) return quick;
  const Bracket around = bracket(value, kFirstBits);
  const Ball low = to_ball(around.low);
  return low.widened(to_ball(around.high - around.low).upper_magnitude());
}

double round_to(DType dtype, const Surd& value) {
  BN_ASSERT(value.radicand.sign() > 0);
  // Each doubling halves the bracket more than once; it ends where no more than one midpoint of two
  // neighbours is left inside, and that one is decided by integers.
  for (int bits = kFirstBits;; bits *= 2) {
    const Bracket around = bracket(value, bits);
    const double low = round_to(dtype, around.low);
    const double high = round_to(dtype, around.high);
    if (low == high) return low;
    if (next_up(dtype, low) == high) return nearer(dtype, value, low, high);
  }
}

}  // namespace bncheck::reference
