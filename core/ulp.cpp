#include "core/ulp.h"

#include <algorithm>
#include <cmath>

namespace bncheck {

double ulp(DType dtype, double value) {
  const double floor = smallest_subnormal(dtype);
  if (value == 0 || !std::isfinite(value)) return floor;
  return std::max(floor, std::ldexp(2 * unit_roundoff(dtype), std::ilogb(value)));
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace bncheck
