#pragma once

#include "reference/certified/dyadic.h"

namespace bncheck::reference {

/// The exact number offset + numerator / sqrt(radicand), radicand > 0. Every value that batch norm
/// returns is one (docs/numerics.md, 10.1), so that comparing it with a number is a matter of
/// integers, and rounding it correctly always ends.
struct Surd {
  Dyadic offset;
  Dyadic numerator;
  Dyadic radicand;
};

/// Returns value / divisor as a surd; divisor > 0.
Surd ratio(Dyadic value, const Dyadic& divisor);

/// Returns the sign of value - bound: -1, 0 or 1, decided by integers.
int compare(const Surd& value, const Dyadic& bound);

/// A ball is tight if its radius is at most this part of the terms it was computed from: what
/// double-double keeps (2^-103 an operation) after a few operations, unless a range was left
/// (docs/numerics.md, 10.4).
inline constexpr double kTight = 0x1p-90;

/// Returns a ball that holds the value and is tight against the larger of offset and
/// numerator/sqrt(radicand), by integers where double-double cannot give one; its radius is
/// infinite beyond the range of double.
Ball enclose(const Surd& value);

/// Returns the nearest number of the format, ties to even; overflow gives infinity.
double round_to(DType dtype, const Surd& value);

}  // namespace bncheck::reference
