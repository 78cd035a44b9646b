#pragma once

#include <vector>

#include "core/batch_norm.h"

namespace bncheck::properties {

class Trial;

/// Returns the gradients that the laws let arrive at dx, dweight and dbias. They follow from the
/// problem, so that a case stays one line: ddx is dy of the channel in the opposite order, negated
/// where x is below its successor; ddweight and ddbias are the first and the last dy, where weight
/// and bias are present. All are numbers of the formats in question.
SecondGradients second_gradients(const Problem& problem);

/// Returns one more direction in the space of x, dy and ddx: dy moved by one place, cyclic in the
/// channel.
std::vector<double> third_direction(const Problem& problem);

/// Returns whether the implementation offers double backward.
bool has_double_backward(const Trial& trial);

}  // namespace bncheck::properties
