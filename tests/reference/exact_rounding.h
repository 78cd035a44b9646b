#pragma once

#include "core/dtype.h"
#include "reference/certified/dyadic.h"
#include "reference/rational.h"

namespace bncheck::reference {

/// The number offset + numerator / sqrt(radicand), radicand > 0: what every value of batch norm is.
/// In rationals, so that it decides what the code under test decides by other means.
struct Root {
  Rational offset;
  Rational numerator = 0;
  Rational radicand = 1;
};

/// Returns 2^exponent.
Rational power_of_two(int exponent);

/// Returns the same number.
Rational exact(const Dyadic& value);

/// Returns the sign of value - bound: -1, 0 or 1.
int compare(const Root& value, const Rational& bound);

/// Returns the number of the format that follows a finite one, by one step of its encoding.
double next_above(DType dtype, double value);

/// Returns the exact number halfway between a finite number of the format and the next above; after
/// the largest one the power of two that would follow counts, as in IEEE 754.
Rational midpoint_above(DType dtype, double value);

/// Returns whether `got` is the number of the format that is nearest, ties to even. -0 is 0.
bool is_nearest(DType dtype, const Root& value, double got);

/// Returns whether the value is exactly halfway between `got` and a neighbour.
bool is_tie(DType dtype, const Root& value, double got);

}  // namespace bncheck::reference
