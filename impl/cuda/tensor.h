#pragma once

#include <cstdint>

#include "cuda/divider.h"
#include "cuda/formats.h"

namespace cuda {

/// A stretch of the values of a channel.
struct Range {
  std::uint32_t first, count;
};

/// x as kernels see it. The values of a channel are numbered, image by image. Some adjacent
/// channels make a unit, which blocks take up together; sums are formed over pieces of so many
/// values first. All this follows from the shape, the type and the memory order alone, and sums do
/// not depend on the width: neither the memory order nor the machine changes a bit of them.
struct Extent {
  std::uint32_t values = 0;  // of a channel
  Divider positions;         // of an image
  std::int32_t channels = 0, width = 1;
  std::uint32_t piece = 1024;

  /// Returns how many channels a unit has; the last one may be narrower.
  BN_DEVICE int width_of(int unit) const {
    const int left = channels - unit * width;
    return left < width ? left : width;
  }
  BN_HOST_DEVICE int units() const { return (channels + width - 1) / width; }
  BN_HOST_DEVICE std::uint32_t pieces() const { return (values + piece - 1) / piece; }
};

constexpr int kAxes = 6;

/// What can be moved at once: 16 bytes.
template <class T>
struct alignas(16) Pack {
  static constexpr int kCount = 16 / sizeof(T);
  T values[kCount];
};

/// A tensor in device memory, strides in elements. Positions are evenly spaced by position_stride,
/// or, where there are axes, each of these has its size and stride, the fastest first.
template <class T>
struct View {
  T* data = nullptr;
  std::int64_t image_stride = 0, channel_stride = 0, position_stride = 0;
  std::int32_t axes = 0;
  bool packed = false;  // whole packs of adjacent channels, or positions where units have one
  Divider sizes[kAxes];
  std::int64_t strides[kAxes] = {};

  BN_DEVICE T* at(const Extent& extent, std::uint32_t value, int channel) const {
    const std::uint32_t image = extent.positions.quotient(value);
    std::uint32_t position = value - image * extent.positions.divisor;
    std::int64_t offset = image * image_stride + channel * channel_stride;
    if (axes == 0) return data + offset + position * position_stride;
    for (int axis = 0; axis < axes; ++axis) {
      const std::uint32_t next = sizes[axis].quotient(position);
      offset += (position - next * sizes[axis].divisor) * strides[axis];
      position = next;
    }
    return data + offset;
  }
};

/// A parameter or statistic, one value for each channel; f64 for f64 tensors, else f32. An absent
/// one has no data.
template <class P>
struct Parameter {
  P* data = nullptr;
  std::int64_t stride = 0;

  BN_DEVICE double get_or(int channel, double absent) const {
    return data == nullptr ? absent : to_double(data[channel * stride]);
  }
  BN_DEVICE void set(int channel, double value) const {
    if (data != nullptr) data[channel * stride] = static_cast<P>(value);
  }
};

template <class T>
struct ParameterTypeOf {
  using Type = float;
};
template <>
struct ParameterTypeOf<double> {
  using Type = double;
};

}  // namespace cuda
