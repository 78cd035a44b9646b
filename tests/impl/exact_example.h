#pragma once

#include "core/batch_norm.h"

namespace bncheck {

/// Two channels of six values whose every intermediate is exact in f32, in any order of summation.
/// x - mean is {3 -3 1; 1 1 -3} and seven times that; the squares sum to 30 and 49 * 30, so the
/// variances are 5 and 245, and with eps = 11 the roots are 4 and 16. dbias and dweight are
/// multiples of 6 over a power of two.
Problem exact_example(DType dtype, Layout layout, Mode mode);

/// Returns what forward answers to it.
Forward<double> exact_forward(Mode mode);

/// Returns what backward answers to it.
Backward<double> exact_backward(Mode mode);

}  // namespace bncheck
