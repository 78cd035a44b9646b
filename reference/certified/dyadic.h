#pragma once

#include "core/ball.h"
#include "core/dtype.h"
#include "reference/rational.h"

namespace bncheck::reference {

/// The exact number mantissa * 2^exponent. Every finite double is one; so are sums and products.
struct Dyadic {
  Integer mantissa = 0;
  int exponent = 0;

  Dyadic() = default;
  Dyadic(Integer whole, int shift) : mantissa(std::move(whole)), exponent(shift) {}

  /// A finite number.
  explicit Dyadic(double value);

  /// Returns -1, 0 or 1.
  int sign() const { return mantissa.sign(); }
};

Dyadic operator-(const Dyadic& a);
Dyadic operator+(const Dyadic& a, const Dyadic& b);
Dyadic operator-(const Dyadic& a, const Dyadic& b);
Dyadic operator*(const Dyadic& a, const Dyadic& b);
Dyadic operator*(const Dyadic& a, std::int64_t b);
Dyadic square(const Dyadic& a);

/// Returns value * 2^bits, rounded toward minus infinity where bits are dropped.
Integer shifted(const Integer& value, int bits);

/// Returns a ball that holds the number, of radius 0 if it has no more than 106 bits; an infinite
/// radius beyond the range of double.
Ball to_ball(const Dyadic& value);

/// Returns a ball that holds value / divisor, of radius 0 if 106 bits hold the quotient;
/// divisor > 0.
Ball quotient(const Dyadic& value, std::int64_t divisor);

/// Returns the nearest number of the format, ties to even; overflow gives infinity.
double round_to(DType dtype, const Dyadic& value);

}  // namespace bncheck::reference
