#pragma once

#include "cuda/passes.h"
#include "cuda/rounded/totals.h"
#include "cuda/tile.h"

namespace cuda {

/// Adds up all channels without error: x and its squares, and where there is a dy, dy and dy * x.
/// Stretches are tiles.
template <class T>
struct TotalsPass {
  using Totals = typename ThreadTotals<T>::Totals;
  static constexpr int kIntegers = Totals::kIntegers;

  Extent extent;
  View<const T> dy, x;
  Stretches stretches;
  Totals* totals = nullptr;                 // of each channel, zero at first
  std::size_t x_offset = 0, dy_offset = 0;  // of tiles in shared memory; sums come first

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    auto* const own = cx.template shared<Totals>(0);
    auto* const integers = cx.template shared<std::int64_t>(0);
    const Tile<T> x_tile = {cx.template shared<T>(x_offset), pitch_of(extent.width)};
    const Tile<T> dy_tile = {cx.template shared<T>(dy_offset), pitch_of(extent.width)};
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      const int width = extent.width_of(unit);
      // All are done with the tiles of the stretch before; and threads clear what they added.
      for (int i = cx.thread(); i < width * kIntegers; i += cx.threads()) integers[i] = 0;
      load_tile(cx, extent, x, unit, range, x_tile);
      if (dy.data != nullptr) load_tile(cx, extent, dy, unit, range, dy_tile);
      cx.sync_block();
      add_up(cx, range.count, width, own, x_tile, dy_tile);
      cx.sync_block();
      add_digits(cx, reinterpret_cast<std::int64_t*>(totals + unit * extent.width), integers,
                 width * kIntegers);
    });
  }

 private:
  /// Threads take adjacent channels, or else adjacent values.
  template <class Context>
  BN_DEVICE void add_up(Context& cx, std::uint32_t count, int width, Totals* own,
                        const Tile<T>& x_tile, const Tile<T>& dy_tile) const {
    const int c = cx.thread() % width, at_once = cx.threads() / width;
    if (cx.thread() >= at_once * width) return;
    ThreadTotals<T> sums(own[c]);
    for (auto i = static_cast<std::uint32_t>(cx.thread() / width); i < count;
         i += static_cast<std::uint32_t>(at_once)) {
      const double of_x = to_double(x_tile.at(i, c));
      dy.data == nullptr ? sums.add(cx, of_x) : sums.add(cx, to_double(dy_tile.at(i, c)), of_x);
    }
    sums.flush(cx);
  }
};

}  // namespace cuda
