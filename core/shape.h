#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bncheck {

/// The extents of a tensor (n, c, spatial...); axis 1 is the channel. Values are numbered in this
/// logical order, last axis fastest, whatever the memory layout.
struct Shape {
  std::int64_t n = 1;
  std::int64_t c = 1;
  std::vector<std::int64_t> spatial;

  /// Returns the number of positions of one image and channel; 1 without spatial axes.
  std::int64_t spatial_size() const;

  /// Returns m, the number of values that one channel averages over.
  std::int64_t values_per_channel() const { return n * spatial_size(); }

  /// Returns the number of values in all.
  std::int64_t size() const { return n * c * spatial_size(); }

  /// Returns the logical index of value j (0 <= j < m) of a channel.
  std::int64_t index(std::int64_t channel, std::int64_t j) const;

  /// Returns all extents, n and c first.
  std::vector<std::int64_t> extents() const;

  bool operator==(const Shape&) const = default;
};

/// Prints as "4x3x5x5".
std::string to_string(const Shape& shape);

/// Reads what to_string prints: two to five extents, none negative.
std::optional<Shape> parse_shape(std::string_view text);

}  // namespace bncheck
