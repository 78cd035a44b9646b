#pragma once

#include <vector>

namespace bncheck::properties::generators {

/// Returns how far a number is from the simplest: 0 for 0, 1 for 1, more for more significant
/// bits, for larger exponents and for a sign; most for an infinity or NaN.
int complexity(double value);

/// Returns the value rounded to so many significant bits.
double rounded_to_bits(double value, int bits);

/// Returns numbers simpler than the value, the simplest first; 0 and 1 alone for an infinity or
/// NaN.
std::vector<double> simpler_numbers(double value);

}  // namespace bncheck::properties::generators
