#include "properties/moments.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace bncheck::properties {

Moments moments(std::span<const double> values) {
  BN_ASSERT(!values.empty());
  const Ball count(static_cast<double>(values.size()));
  Ball total;
  for (double value : values) total = total + Ball(value);
  Moments result{total / count, {}, {}};
  result.deviation.reserve(values.size());
  Ball squares;
  for (double value : values) {
    result.deviation.push_back(Ball(value) - result.mean);
    squares = squares + square(result.deviation.back());
  }
  result.var = squares / count;
  return result;
}

double largest_magnitude(std::span<const double> values) {
  double largest = 0;
  for (double value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

Ball inner_product(std::span<const double> a, std::span<const Ball> b) {
  BN_ASSERT(a.size() == b.size());
  Ball total;
  for (std::size_t i = 0; i < a.size(); ++i) total = total + Ball(a[i]) * b[i];
  return total;
}

}  // namespace bncheck::properties
