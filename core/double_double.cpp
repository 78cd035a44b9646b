#include "core/double_double.h"

namespace bncheck {

DoubleDouble approximate_quotient(DoubleDouble a, DoubleDouble b) {
  const double first = a.hi / b.hi;
  const DoubleDouble rest = a + -(b * DoubleDouble{first, 0});
  return fast_two_sum(first, rest.hi / b.hi);
}

DoubleDouble approximate_sqrt(DoubleDouble a) {
  if (a.hi <= 0) return {0, 0};
  const double first = std::sqrt(a.hi);
  const DoubleDouble rest = a + -two_prod(first, first);
  return fast_two_sum(first, rest.hi / (2 * first));
}

}  // namespace bncheck
