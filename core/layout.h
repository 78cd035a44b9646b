#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"

namespace bncheck {

/// The memory orders of a tensor.
///   nchw      contiguous, the last axis fastest
///   nhwc      channels last: the channel axis is the fastest
///   strided   nchw with every second element used, and an unused row after each image; parameters
///             have stride 2
///   permuted  contiguous, the axes in reverse: the first one is the fastest
///   sliced    a part of a larger tensor in nchw: two more channels and three more along the last
///             axis, and an odd start; parameters are a column of three
///   expanded  one value, every stride is 0; for dy alone, and only where all its values are equal
///   far       contiguous, but the first axis of 2 to 8 extents has a stride beyond 2^32 elements
enum class Layout { nchw, nhwc, strided, permuted, sliced, expanded, far };

inline constexpr int kLayoutCount = 7;

std::string_view to_string(Layout layout);
std::optional<Layout> parse_layout(std::string_view text);

/// Returns all names, as a sentence lists them: "nchw, nhwc, ... or far".
std::string layout_names();

/// Where a tensor lies: its memory order, and how many elements after an aligned address it starts.
struct Placement {
  Layout kind = Layout::nchw;
  int offset = 0;  ///< 0..63; 0: wherever the tensor ends or starts best
  bool operator==(const Placement&) const = default;
};

inline constexpr int kMostOffset = 63;

/// Where each tensor of a call lies. Parameters are all those with one value per channel.
struct Layouts {
  Placement x, dy, y, dx, parameters;

  Layouts() = default;
  /// Lays all tensors out alike; but expanded is for dy alone, and the others are nchw then.
  Layouts(Layout kind);  // NOLINT(google-explicit-constructor): mostly one layout serves all
  bool operator==(const Layouts&) const = default;
};

/// Prints x's placement, then those that differ from it: "nhwc+3,dy=expanded,parameters=strided".
std::string to_string(const Layouts& layouts);

/// Reads what to_string prints; expanded is for dy alone.
std::optional<Layouts> parse_layouts(std::string_view text);

/// Where the elements of a tensor lie: extents and strides in elements.
struct Strided {
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;
  /// Elements from an aligned address to the first one; 0 for no wish.
  std::int64_t start = 0;

  /// Returns the number of elements from the first one used to the last one used, inclusive.
  std::int64_t span() const;

  /// Returns the memory offset, in elements, of every value in logical order.
  std::vector<std::int64_t> offsets() const;

  /// Returns the axis whose stride is so large that nothing may touch the memory in between.
  std::optional<std::size_t> far_axis() const;
};

/// Lays out a tensor of this shape.
Strided tensor_layout(Placement placement, const Shape& shape);

/// Lays out weight, bias or a statistic: one value per channel.
Strided parameter_layout(Placement placement, std::int64_t channels);

inline Strided tensor_layout(Layout kind, const Shape& shape) {
  return tensor_layout(Placement{kind}, shape);
}
inline Strided parameter_layout(Layout kind, std::int64_t channels) {
  return parameter_layout(Placement{kind}, channels);
}

/// Writes values, given in logical order, to their places; leaves the gaps alone.
void scatter(std::span<const double> values, DType dtype, const Strided& where, void* memory);

/// Reads the values in logical order.
std::vector<double> gather(DType dtype, const Strided& where, const void* memory);

}  // namespace bncheck
