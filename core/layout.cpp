#include "core/layout.h"

#include <array>

#include "core/error.h"

namespace bncheck {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"nchw", "nhwc", "strided"};

std::vector<std::int64_t> contiguous_strides(const std::vector<std::int64_t>& shape,
                                             std::int64_t innermost, std::int64_t image_gap) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t stride = innermost;
  for (std::size_t axis = shape.size(); axis-- > 1;) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  strides[0] = stride + image_gap;
  return strides;
}

std::vector<std::int64_t> channels_last_strides(const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> strides(shape.size());
  strides[1] = 1;
  std::int64_t stride = shape[1];
  for (std::size_t axis = shape.size(); axis-- > 2;) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  strides[0] = stride;
  return strides;
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

std::string_view to_string(Layout layout) { return kNames[static_cast<std::size_t>(layout)]; }

std::optional<Layout> parse_layout(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<Layout>(i);
  }
  return std::nullopt;
}

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

Strided tensor_layout(Layout layout, const Shape& shape) {
  const std::vector<std::int64_t> extents = shape.extents();
  switch (layout) {
    case Layout::nchw: return {extents, contiguous_strides(extents, 1, 0)};
    case Layout::nhwc: return {extents, channels_last_strides(extents)};
    case Layout::strided: break;
  }
  BN_ASSERT(layout == Layout::strided);
  return {extents, contiguous_strides(extents, 2, 2 * extents.back())};
}

Strided parameter_layout(Layout layout, std::int64_t channels) {
  return {{channels}, {layout == Layout::strided ? 2 : 1}};
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
