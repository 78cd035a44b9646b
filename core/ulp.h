#pragma once

#include "core/dtype.h"

namespace bncheck {

/// Returns the distance between the two numbers of the format around |value|: 2^(e-p+1) for the
/// binade [2^e, 2^(e+1)) that holds it, and the smallest subnormal below that.
double ulp(DType dtype, double value);

/// Returns whether two results are the same for a bitwise law: equal, where -0 = +0, or both NaN.
bool same(double a, double b);

}  // namespace bncheck
