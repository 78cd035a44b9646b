#pragma once

#include <optional>

#include "bn_plugin.h"
#include "cuda/tensor.h"

namespace cuda {

/// Says whether the channels of a tensor are adjacent, and there are several.
bool has_adjacent_channels(const bn_tensor& tensor);

/// Returns x as kernels see it, in units of so many channels; nothing if channels have 2^31 values
/// or more, or there are 2^28 channels.
std::optional<Extent> extent_of(const bn_tensor& x, int width, std::uint32_t piece);

/// What a View is apart from its type; no data if the tensor is absent.
struct Geometry {
  std::int64_t image_stride = 0, channel_stride = 0, position_stride = 0;
  std::int32_t axes = 0;
  Divider sizes[kAxes];
  std::int64_t strides[kAxes] = {};
};

/// Returns a tensor's strides; nothing if more than kAxes axes are left when those that lie like
/// one are joined, or one of several has 2^31 places.
std::optional<Geometry> geometry_of(const bn_tensor& tensor);

/// Says whether whole packs of so many values can be moved.
bool is_packed(const bn_tensor& tensor, const Geometry& geometry, const Extent& extent, int pack);

/// Returns the tensor as kernels see it; geometry_of(tensor) must have a value.
template <class T, class Element = std::remove_const_t<T>>
View<T> view_of(const bn_tensor& tensor, const Extent& extent) {
  View<T> view;
  if (tensor.data == nullptr) return view;
  const Geometry geometry = *geometry_of(tensor);
  view.data = static_cast<T*>(tensor.data);
  view.image_stride = geometry.image_stride;
  view.channel_stride = geometry.channel_stride;
  view.position_stride = geometry.position_stride;
  view.axes = geometry.axes;
  view.packed = is_packed(tensor, geometry, extent, Pack<Element>::kCount);
  for (int axis = 0; axis < geometry.axes; ++axis) {
    view.sizes[axis] = geometry.sizes[axis];
    view.strides[axis] = geometry.strides[axis];
  }
  return view;
}

template <class P>
Parameter<P> parameter_of(const bn_tensor& tensor) {
  if (tensor.data == nullptr) return {};
  return {static_cast<P*>(tensor.data), tensor.strides[0]};
}

}  // namespace cuda
