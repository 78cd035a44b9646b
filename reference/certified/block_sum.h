#pragma once

#include <cstddef>

#include "reference/certified/exact_sum.h"

namespace bncheck::reference {

/// Most values that one call may be given.
inline constexpr std::size_t kBlock = 1024;

/// The sums of one channel, exact.
struct ChannelSums {
  ExactSum x;
  ExactSum xx;
  ExactSum dy;
  ExactSum dy_x;

  void merge(const ChannelSums& other);
};

bool all_finite(const double* values, std::size_t n);

/// Adds n <= kBlock values to x and their squares to xx. Returns false, and adds nothing, if one is
/// an infinity or a NaN.
bool add_block(const double* x, std::size_t n, ChannelSums& sums);

/// Adds n <= kBlock values to dy and their products with those of x to dy_x. Returns false, and
/// adds nothing, if a value of dy is an infinity or a NaN; those of x are finite.
bool add_block(const double* x, const double* dy, std::size_t n, ChannelSums& sums);

}  // namespace bncheck::reference
