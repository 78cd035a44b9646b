#pragma once

#include "cuda/backward_steps.h"
#include "cuda/evaluation_kernel.h"
#include "cuda/team.h"

namespace cuda {

// The operations in one kernel for each pass, which read tensors again each time: for channels that
// no team holds on the chip, or only the whole device at once, which would then wait for itself.

/// Returns where what was found of a piece lies.
template <class Partial>
BN_DEVICE Partial* partial_of(Partial* partials, const Extent& extent, int channel,
                              std::uint32_t piece) {
  return partials + std::int64_t{channel} * extent.pieces() + piece;
}

/// Finds the moments of all pieces. Stretches are tiles, of whole pieces.
template <class T>
struct MomentsPass {
  Extent extent;
  View<const T> x;
  Stretches stretches;
  Moments* partials = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const Tile<T> tile = {cx.template shared<T>(0), pitch_of(extent.width)};
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      cx.sync_block();  // all are done with what the tile held
      load_tile(cx, extent, x, unit, range, tile);
      cx.sync_block();
      for_each_piece(cx, extent, range, extent.width_of(unit),
                     [&](auto piece, int c, auto first, auto count) {
                       const Moments found = moments(cx, tile, c, first, count);
                       const int channel = unit * extent.width + c;
                       if (cx.lane() == 0) *partial_of(partials, extent, channel, piece) = found;
                     });
    });
  }
};

/// Finds the products of all pieces, likewise.
template <class T>
struct ProductsPass {
  Extent extent;
  View<const T> dy, x;
  Stretches stretches;
  std::size_t x_offset = 0;  // in shared memory
  const Gradient* gradients = nullptr;
  Products* partials = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const int pitch = pitch_of(extent.width);
    const Tile<T> dy_tile = {cx.template shared<T>(0), pitch};
    const Tile<T> x_tile = {cx.template shared<T>(x_offset), pitch};
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      cx.sync_block();  // all are done with what the tiles held
      load_tile(cx, extent, dy, unit, range, dy_tile);
      load_tile(cx, extent, x, unit, range, x_tile);
      cx.sync_block();
      for_each_piece(cx, extent, range, extent.width_of(unit),
                     [&](auto piece, int c, auto first, auto count) {
                       const int channel = unit * extent.width + c;
                       const double mean = gradients[channel].mean;
                       const Products found = products(cx, dy_tile, x_tile, mean, c, first, count);
                       if (cx.lane() == 0) *partial_of(partials, extent, channel, piece) = found;
                     });
    });
  }
};

/// Joins the moments of a channel, as a warp.
template <class Context>
BN_DEVICE Spread spread_of_channel(Context& cx, const Extent& extent, const Moments* partials,
                                   int channel) {
  return spread_of(cx, extent, [&](std::uint32_t piece) {
    return *partial_of(partials, extent, channel, piece);
  });
}

/// Joins the moments to lines, and writes the statistics.
template <class T>
struct LinesPass {
  Extent extent;
  ForwardTensors<T> tensors;
  const Moments* partials = nullptr;
  Line* lines = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    for_each_channel(cx, extent, [&](int channel) {
      const Spread spread = spread_of_channel(cx, extent, partials, channel);
      if (cx.lane() == 0) lines[channel] = trained(tensors, extent, channel, spread, true);
    });
  }
};

/// Begins the gradients: by the moments in training, else by the running statistics.
template <class T>
struct CentersPass {
  Extent extent;
  BackwardTensors<T> tensors;
  const Moments* partials = nullptr;
  Gradient* gradients = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    for_each_channel(cx, extent, [&](int channel) {
      if (!tensors.training) {
        if (cx.lane() == 0) gradients[channel] = centered(tensors, channel);
        return;
      }
      const Spread spread = spread_of_channel(cx, extent, partials, channel);
      if (cx.lane() == 0) gradients[channel] = centered(tensors, extent, spread);
    });
  }
};

/// Completes them by the products, and writes dweight and dbias.
template <class T>
struct GradientsPass {
  Extent extent;
  BackwardTensors<T> tensors;
  const Products* partials = nullptr;
  Gradient* gradients = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    for_each_channel(cx, extent, [&](int channel) {
      const Products total = total_of(cx, extent, [&](std::uint32_t piece) {
        return *partial_of(partials, extent, channel, piece);
      });
      if (cx.lane() != 0) return;
      complete(tensors, extent, channel, joined(total), true, gradients[channel]);
    });
  }
};

/// Computes dx.
template <class T>
struct DxPass {
  Extent extent;
  BackwardTensors<T> tensors;
  Stretches stretches;
  const Gradient* gradients = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      const Gradient* own = gradients + unit * extent.width;
      map_range(
          cx, extent, unit, range, tensors.dx,
          [&](std::uint32_t, int c, T dy, T x) { return value_on(own[c], dy, x); }, tensors.dy,
          tensors.x);
    });
  }
};

}  // namespace cuda
