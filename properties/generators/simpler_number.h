#pragma once

#include <vector>

namespace bncheck::properties::generators {

/// Returns how far a number is from the simplest: 0 for 0, 1 for 1, more for more significant
/// bits, for larger exponents and for a sign.
int complexity(double value);

/// Returns numbers simpler than a finite value, the simplest first.
std::vector<double> simpler_numbers(double value);

}  // namespace bncheck::properties::generators
