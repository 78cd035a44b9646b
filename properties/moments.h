#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ball.h"
#include "core/shape.h"

namespace bncheck::properties {

/// The mean, the distances from it and the variance over m of m values, in balls: computed here
/// from the values alone, so that a law that uses them needs no oracle.
struct Moments {
  Ball mean;
  std::vector<Ball> deviation;
  Ball var;
};

/// Returns the moments of at least one value.
Moments moments(std::span<const double> values);

/// Returns the largest |value|; 0 if there is none.
double largest_magnitude(std::span<const double> values);

/// Returns sum a_i b_i; both have the same length.
Ball inner_product(std::span<const double> a, std::span<const Ball> b);

/// Returns the m values of one channel of a tensor in logical order.
template <class T>
std::vector<T> channel_of(const std::vector<T>& tensor, const Shape& shape, std::int64_t channel) {
  std::vector<T> values;
  const std::int64_t m = shape.values_per_channel();
  values.reserve(static_cast<std::size_t>(m));
  for (std::int64_t j = 0; j < m; ++j) {
    values.push_back(tensor[static_cast<std::size_t>(shape.index(channel, j))]);
  }
  return values;
}

}  // namespace bncheck::properties
