#include "properties/moments.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace bncheck::properties {

namespace {

Ball mean_of(std::span<const double> values) {
  BN_ASSERT(!values.empty());
  Ball total;
  for (double value : values) total = total + Ball(value);
  return total / Ball(static_cast<double>(values.size()));
}

}  // namespace

Moments moments(std::span<const double> values) {
  Moments result{mean_of(values), {}, {}};
  result.deviation.reserve(values.size());
  Ball squares;
  for (double value : values) {
    result.deviation.push_back(Ball(value) - result.mean);
    squares = squares + square(result.deviation.back());
  }
  result.var = squares / Ball(static_cast<double>(values.size()));
  return result;
}

double largest_magnitude(std::span<const double> values) {
  double largest = 0;
  for (double value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

Ball variance(std::span<const double> values) {
  const Ball mean = mean_of(values);
  Ball squares;
  for (double value : values) squares = squares + square(Ball(value) - mean);
  return squares / Ball(static_cast<double>(values.size()));
}

Ball inner_product(std::span<const double> a, std::span<const Ball> b) {
  BN_ASSERT(a.size() == b.size());
  Ball total;
  for (std::size_t i = 0; i < a.size(); ++i) total = total + Ball(a[i]) * b[i];
  return total;
}

}  // namespace bncheck::properties
