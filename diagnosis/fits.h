#pragma once

#include <span>
#include <vector>

#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {

/// Returns hypotheses with a number in them that is read off the wrong answers: the eps, the
/// momentum, the divisor or the factor with which they would be right. Whether the number explains
/// them all is for weigh to say.
std::vector<Hypothesis> fitted_hypotheses(std::span<const Observation> observations);

/// Returns the decimals of one to four digits nearest to the value, and the value itself if it is a
/// power of two: a number that people write. Nothing where it is no positive number.
std::vector<double> plain_decimals(double value);

/// Returns how the number is written: "0.001".
std::string in_digits(double value);

}  // namespace bncheck::diagnosis
