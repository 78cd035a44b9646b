#pragma once

#include "cuda/tensor.h"

namespace cuda {

/// Stretches of so many values of all units, which blocks take in turn.
struct Stretches {
  std::uint32_t length = 0;

  /// Calls body(unit, range) for each that is this block's.
  template <class Context, class Body>
  BN_DEVICE void for_each(Context& cx, const Extent& extent, const Body& body) const {
    const std::uint32_t count = (extent.values + length - 1) / length;
    const std::int64_t all = std::int64_t{count} * extent.units();
    for (std::int64_t each = cx.block(); each < all; each += cx.blocks()) {
      const std::uint32_t first = static_cast<std::uint32_t>(each % count) * length;
      const std::uint32_t left = extent.values - first;
      body(static_cast<int>(each / count), Range{first, left < length ? left : length});
    }
  }
};

/// Warps take channels in turn, this one from here on, one in so many.
template <class Context>
BN_DEVICE int first_channel(Context& cx) {
  return cx.block() * cx.warps() + cx.warp();
}
template <class Context>
BN_DEVICE int channels_at_once(Context& cx) {
  return cx.blocks() * cx.warps();
}

/// Calls body(channel) as a warp for each channel that is its own.
template <class Context, class Body>
BN_DEVICE void for_each_channel(Context& cx, const Extent& extent, const Body& body) {
  for (int channel = first_channel(cx); channel < extent.channels;
       channel += channels_at_once(cx)) {
    body(channel);
  }
}

}  // namespace cuda
