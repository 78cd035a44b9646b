#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/ball.h"
#include "core/batch_norm.h"

namespace bncheck::properties {

/// Calls the function with every channel and the logical index of each of its values.
void for_each_value(const Shape& shape,
                    const std::function<void(std::size_t, std::size_t)>& function);

/// Returns m, exactly.
Ball count_of(const Problem& problem);

/// Returns xhat; a ball of infinite radius where invstd has none.
std::vector<Ball> normalized(const Problem& problem, const Statistics<Ball>& statistics);

/// The definition of double backward, with xhat, p and q as in docs/specification.md, H1. In
/// evaluation p and q count as 0, and so does what only training has.
DoubleBackward<Ball> second_of(const Problem& problem, const SecondGradients& second,
                               const Statistics<Ball>& statistics);

}  // namespace bncheck::properties
