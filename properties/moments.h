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

/// Returns the variance over m alone: the same ball as that of the moments, in no memory.
Ball variance(std::span<const double> values);

/// Returns the largest |value|; 0 if there is none.
double largest_magnitude(std::span<const double> values);

/// Returns sum a_i b_i; both have the same length.
Ball inner_product(std::span<const double> a, std::span<const Ball> b);

/// Calls visit(i) with the place in logical order of each of the m values of a channel, in order.
template <class Visit>
void for_channel(const Shape& shape, std::int64_t channel, const Visit& visit) {
  const std::int64_t row = shape.spatial_size();
  for (std::int64_t n = 0; n < shape.n; ++n) {
    const auto first = static_cast<std::size_t>((n * shape.c + channel) * row);
    for (std::size_t i = first; i < first + static_cast<std::size_t>(row); ++i) visit(i);
  }
}

/// Returns the m values of one channel of a tensor in logical order.
template <class T>
std::vector<T> channel_of(const std::vector<T>& tensor, const Shape& shape, std::int64_t channel) {
  std::vector<T> values;
  values.reserve(static_cast<std::size_t>(shape.values_per_channel()));
  for_channel(shape, channel, [&](std::size_t i) { values.push_back(tensor[i]); });
  return values;
}

}  // namespace bncheck::properties
