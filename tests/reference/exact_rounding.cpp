#include "tests/reference/exact_rounding.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace bncheck::reference {
namespace {

/// The bits of |value| in the format; they count the numbers from 0 up.
std::uint64_t encoded(DType dtype, double value) {
  std::uint64_t bits = 0;  // little-endian, as every machine the plug-ins run on
  store(dtype, &bits, std::fabs(value));
  return bits;
}

double decoded(DType dtype, std::uint64_t bits) { return load(dtype, &bits); }

/// A number of the format, infinity as the power of two that would follow the largest one.
Rational place(DType dtype, double value) {
  if (std::isfinite(value)) return exact(value);
  const Rational limit = power_of_two(std::ilogb(largest_finite(dtype)) + 1);
  return value < 0 ? Rational(-limit) : limit;
}

/// The signs of value - midpoint, on either side of `got`: in [below, above] it is the nearest.
struct Sides {
  int below = 1;
  int above = -1;
};

Sides sides(DType dtype, const Root& value, double got) {
  const double largest = largest_finite(dtype);
  if (got > largest) return {compare(value, midpoint_above(dtype, largest)), -1};
  if (got < -largest) return {1, compare(value, -midpoint_above(dtype, largest))};
  const Rational low = -midpoint_above(dtype, -got);
  return {compare(value, low), compare(value, midpoint_above(dtype, got))};
}

}  // namespace

Rational power_of_two(int exponent) {
  const Integer power = Integer(1) << std::abs(exponent);
  return exponent >= 0 ? Rational(power) : Rational(Integer(1), power);
}

Rational exact(const Dyadic& value) {
  return Rational(value.mantissa) * power_of_two(value.exponent);
}

int compare(const Root& value, const Rational& bound) {
  const Rational rest = bound - value.offset;
  const int left = value.numerator.sign();
  const int right = rest.sign();
  if (left != right) return left < right ? -1 : 1;
  const Rational squares = value.numerator * value.numerator / value.radicand - rest * rest;
  return left * squares.sign();
}

double next_above(DType dtype, double value) {
  if (value == 0) return smallest_subnormal(dtype);
  const std::uint64_t bits = encoded(dtype, value);
  return value > 0 ? decoded(dtype, bits + 1) : -decoded(dtype, bits - 1);
}

Rational midpoint_above(DType dtype, double value) {
  return (place(dtype, value) + place(dtype, next_above(dtype, value))) / 2;
}

bool is_nearest(DType dtype, const Root& value, double got) {
  if (std::isnan(got)) return false;
  const Sides sign = sides(dtype, value, got);
  const bool even = encoded(dtype, got) % 2 == 0;
  return (sign.below > 0 || (sign.below == 0 && even)) &&
         (sign.above < 0 || (sign.above == 0 && even));
}

bool is_tie(DType dtype, const Root& value, double got) {
  const Sides sign = sides(dtype, value, got);
  return sign.below == 0 || sign.above == 0;
}

}  // namespace bncheck::reference
