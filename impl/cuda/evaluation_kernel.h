#pragma once

#include "cuda/forward_steps.h"
#include "cuda/map.h"
#include "cuda/passes.h"

namespace cuda {

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
          cx, extent, unit, range, tensors.y,
          [&](std::uint32_t, int c, T x) { return value_on(lines[c], x); }, tensors.x);
    });
  }
};

}  // namespace cuda
