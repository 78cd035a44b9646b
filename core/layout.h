#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/shape.h"

namespace bncheck {

/// The memory orders a case may ask for.
///   nchw     contiguous, the last axis fastest
///   nhwc     channels last: the channel axis is the fastest
///   strided  nchw with every second element used, and an unused row after each image; parameters
///            have stride 2
enum class Layout { nchw, nhwc, strided };

std::string_view to_string(Layout layout);
std::optional<Layout> parse_layout(std::string_view text);

/// Where the elements of a tensor lie: extents and strides in elements.
struct Strided {
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;

  /// Returns the number of elements from the first one used to the last one used, inclusive.
  std::int64_t span() const;

  /// Returns the memory offset, in elements, of every value in logical order.
  std::vector<std::int64_t> offsets() const;
};

/// Lays out a tensor of this shape.
Strided tensor_layout(Layout layout, const Shape& shape);

/// Lays out weight, bias or a statistic: one value per channel.
Strided parameter_layout(Layout layout, std::int64_t channels);

/// Writes values, given in logical order, to their places; leaves the gaps alone.
void scatter(std::span<const double> values, DType dtype, const Strided& where, void* memory);

/// Reads the values in logical order.
std::vector<double> gather(DType dtype, const Strided& where, const void* memory);

}  // namespace bncheck
