#include "cuda/host_tensor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "arguments.h"

namespace cuda {
namespace {

constexpr std::int64_t kMostIndices = std::int64_t{1} << 31;
// Eight blocks for each are no more than a grid has, and a step beyond the last is no overflow.
constexpr std::int64_t kMostChannels = std::int64_t{1} << 28;

struct Axis {
  std::int64_t size, stride;
};

/// Returns the spatial axes of more than one position, the fastest first; axes that lie like one
/// are joined. Without any the images are positions, as in batch norm of (n, c).
std::vector<Axis> joined_axes(const bn_tensor& tensor) {
  std::vector<Axis> axes;
  for (std::int32_t i = tensor.ndim - 1; i >= 2; --i) {
    const Axis axis = {tensor.shape[i], tensor.strides[i]};
    if (axis.size == 1) continue;
    if (!axes.empty() && axis.stride == axes.back().stride * axes.back().size) {
      axes.back().size *= axis.size;
    } else {
      axes.push_back(axis);
    }
  }
  if (axes.empty()) axes.push_back({tensor.shape[0], tensor.strides[0]});
  return axes;
}

/// Without spatial axes the images are the positions of a single one.
std::pair<std::int64_t, std::int64_t> images_and_positions(const bn_tensor& x) {
  std::int64_t positions = 1;
  for (std::int32_t axis = 2; axis < x.ndim; ++axis) positions *= x.shape[axis];
  if (positions == 1) return {1, x.shape[0]};
  return {x.shape[0], positions};
}

}  // namespace

bool has_adjacent_channels(const bn_tensor& tensor) {
  return tensor.shape[1] > 1 && tensor.strides[1] == 1;
}

std::optional<Extent> extent_of(const bn_tensor& x, int width, std::uint32_t piece) {
  const auto [images, positions] = images_and_positions(x);
  if (x.shape[1] >= kMostChannels) return std::nullopt;
  if (positions > 0 && images >= kMostIndices / positions) return std::nullopt;
  Extent extent;
  extent.values = static_cast<std::uint32_t>(images * positions);
  extent.positions = Divider(static_cast<std::uint32_t>(std::max<std::int64_t>(positions, 1)));
  extent.channels = static_cast<std::int32_t>(x.shape[1]);
  extent.width = width;
  extent.piece = piece;
  return extent;
}

std::optional<Geometry> geometry_of(const bn_tensor& tensor) {
  Geometry geometry;
  if (tensor.data == nullptr || arguments::values_per_channel(tensor) == 0) return geometry;
  const std::vector<Axis> axes = joined_axes(tensor);
  if (axes.size() > kAxes) return std::nullopt;
  if (images_and_positions(tensor).first > 1) geometry.image_stride = tensor.strides[0];
  if (tensor.shape[1] > 1) geometry.channel_stride = tensor.strides[1];
  geometry.position_stride = axes.front().stride;
  if (axes.size() == 1) return geometry;
  for (const Axis& axis : axes) {
    if (axis.size >= kMostIndices) return std::nullopt;
    geometry.sizes[geometry.axes] = Divider(static_cast<std::uint32_t>(axis.size));
    geometry.strides[geometry.axes++] = axis.stride;
  }
  return geometry;
}

bool is_packed(const bn_tensor& tensor, const Geometry& geometry, const Extent& extent, int pack) {
  if (reinterpret_cast<std::uintptr_t>(tensor.data) % 16 != 0) return false;
  if (geometry.image_stride % pack != 0) return false;
  if (extent.width == 1) {
    return geometry.axes == 0 && geometry.position_stride == 1 &&
           extent.positions.divisor % static_cast<std::uint32_t>(pack) == 0 &&
           geometry.channel_stride % pack == 0;
  }
  if (geometry.channel_stride != 1 || extent.channels % pack != 0) return false;
  if (geometry.axes == 0) return geometry.position_stride % pack == 0;
  return std::all_of(geometry.strides, geometry.strides + geometry.axes,
                     [pack](std::int64_t stride) { return stride % pack == 0; });
}

}  // namespace cuda
