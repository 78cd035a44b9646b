#include "core/layout.h"

#include <algorithm>

#include "core/error.h"

namespace bncheck {
namespace {

using Extents = std::vector<std::int64_t>;

// A stride that 32 bits cannot hold, signed or not: cut to 32 bits it points behind the first
// elements, where nothing lies.
constexpr std::int64_t kFarStride = std::int64_t{1} << 32;

// Eight stretches that far apart still fit into any address space, for all tensors together.
constexpr std::int64_t kMostFar = 8;

/// Returns the strides of contiguous memory, the axes in this order, slowest first.
Extents dense_strides(const Extents& shape, const std::vector<std::size_t>& order) {
  Extents strides(shape.size());
  std::int64_t stride = 1;
  for (std::size_t i = order.size(); i-- > 0;) {
    strides[order[i]] = stride;
    stride *= shape[order[i]];
  }
  return strides;
}

/// Returns the axes as the layout has them, slowest first.
std::vector<std::size_t> order_of(Layout kind, std::size_t axes) {
  std::vector<std::size_t> order;
  for (std::size_t axis = 0; axis < axes; ++axis) order.push_back(axis);
  if (kind == Layout::nhwc) std::rotate(order.begin() + 1, order.begin() + 2, order.end());
  if (kind == Layout::permuted) std::reverse(order.begin(), order.end());
  return order;
}

Extents nchw_strides(const Extents& shape) {
  return dense_strides(shape, order_of(Layout::nchw, shape.size()));
}

Extents strided_strides(const Extents& shape) {
  Extents strides = nchw_strides(shape);
  for (std::int64_t& stride : strides) stride *= 2;
  strides[0] += 2 * shape.back();
  return strides;
}

Extents sliced_strides(Extents shape) {
  shape[1] += 2;
  if (shape.size() > 2) shape.back() += 3;
  return nchw_strides(shape);
}

/// Returns contiguous strides, with the stretches along the first axis that is short far apart.
Extents far_strides(Extents shape) {
  const auto few = [](std::int64_t extent) { return extent >= 2 && extent <= kMostFar; };
  const auto axis =
      static_cast<std::size_t>(std::find_if(shape.begin(), shape.end(), few) - shape.begin());
  if (axis == shape.size()) return nchw_strides(shape);
  shape[axis] = 1;
  Extents strides = nchw_strides(shape);
  std::int64_t stretch = 1;
  for (const std::int64_t extent : shape) stretch *= extent;
  strides[axis] = kFarStride + stretch;
  return strides;
}

Extents strides_of(Layout kind, const Extents& shape) {
  switch (kind) {
    case Layout::nchw:
    case Layout::nhwc:
    case Layout::permuted: return dense_strides(shape, order_of(kind, shape.size()));
    case Layout::strided: return strided_strides(shape);
    case Layout::sliced: return sliced_strides(shape);
    case Layout::expanded: return Extents(shape.size(), 0);
    case Layout::far: return far_strides(shape);
  }
  BN_ASSERT(false && "unknown layout");
}

/// Returns the stride of one value per channel.
std::int64_t parameter_stride(Layout kind, std::int64_t channels) {
  switch (kind) {
    case Layout::strided: return 2;
    case Layout::sliced: return 3;
    case Layout::far: return far_strides({channels})[0];
    default: return 1;
  }
}

/// Returns where the first element lies; a slice starts at an odd place.
std::int64_t start_of(Placement placement) {
  return placement.kind == Layout::sliced ? placement.offset | 1 : placement.offset;
}

/// Calls visit(index of the first value, its offset, how many, their stride) for each row: what
/// lies along the last axis.
template <class Visit>
void for_rows(const Strided& where, const Visit& visit) {
  Strided outer = where;
  const std::int64_t n = where.shape.back();
  outer.shape.back() = n == 0 ? 0 : 1;
  std::size_t first = 0;
  for (const std::int64_t offset : outer.offsets()) {
    visit(first, offset, n, where.strides.back());
    first += static_cast<std::size_t>(n);
  }
}

}  // namespace

std::int64_t Strided::span() const {
  std::int64_t last = 0;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (shape[axis] == 0) return 0;
    last += (shape[axis] - 1) * strides[axis];
  }
  return last + 1;
}

std::vector<std::int64_t> Strided::offsets() const {
  std::vector<std::int64_t> all = {0};
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    std::vector<std::int64_t> next;
    next.reserve(all.size() * static_cast<std::size_t>(shape[axis]));
    for (std::int64_t base : all) {
      for (std::int64_t i = 0; i < shape[axis]; ++i) next.push_back(base + i * strides[axis]);
    }
    all = std::move(next);
  }
  return all;
}

std::optional<std::size_t> Strided::far_axis() const {
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    if (shape[axis] > 1 && strides[axis] >= kFarStride) return axis;
  }
  return std::nullopt;
}

Strided tensor_layout(Placement placement, const Shape& shape) {
  const Extents extents = shape.extents();
  return {extents, strides_of(placement.kind, extents), start_of(placement)};
}

Strided parameter_layout(Placement placement, std::int64_t channels) {
  return {{channels}, {parameter_stride(placement.kind, channels)}, start_of(placement)};
}

void scatter(std::span<const double> values, DType dtype, const Strided& where, void* memory) {
  const auto size = static_cast<std::int64_t>(size_of(dtype));
  for_rows(where, [&](std::size_t first, std::int64_t offset, std::int64_t n, std::int64_t stride) {
    BN_ASSERT(first + static_cast<std::size_t>(n) <= values.size());
    auto* element = static_cast<std::byte*>(memory) + offset * size;
    for (std::int64_t i = 0; i < n; ++i, element += stride * size) {
      store(dtype, element, values[first + static_cast<std::size_t>(i)]);
    }
  });
}

std::vector<double> gather(DType dtype, const Strided& where, const void* memory) {
  const auto size = static_cast<std::int64_t>(size_of(dtype));
  std::size_t count = 1;
  for (const std::int64_t extent : where.shape) count *= static_cast<std::size_t>(extent);
  std::vector<double> values(count);
  for_rows(where, [&](std::size_t first, std::int64_t offset, std::int64_t n, std::int64_t stride) {
    const auto* element = static_cast<const std::byte*>(memory) + offset * size;
    for (std::int64_t i = 0; i < n; ++i, element += stride * size) {
      values[first + static_cast<std::size_t>(i)] = load(dtype, element);
    }
  });
  return values;
}

}  // namespace bncheck
