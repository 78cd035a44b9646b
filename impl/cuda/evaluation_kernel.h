#pragma once

#include "cuda/forward_steps.h"
#include "cuda/map.h"

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

/// Puts x on lines: those of the running statistics, or given ones. Reads x once and writes y once.
template <class T>
struct ForwardOnLines {
  Extent extent;
  ForwardTensors<T> tensors;
  Stretches stretches;
  const Line* given = nullptr;  // of each channel

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    Line* lines = cx.template shared<Line>(0);
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      cx.sync_block();  // all are done with the lines before
      for (int c = cx.thread(); c < extent.width_of(unit); c += cx.threads()) {
        const int channel = unit * extent.width + c;
        const Line line = given == nullptr ? evaluated(tensors, channel) : given[channel];
        lines[c] = line;
      }
      cx.sync_block();
      map_range(
          cx, extent, unit, range, tensors.y, [&](int c, T x) { return value_on(lines[c], x); },
          tensors.x);
    });
  }
};

}  // namespace cuda
