#pragma once

#include "cuda/exchange.h"
#include "cuda/forward_steps.h"

namespace cuda {

/// Normalizes by the batch's statistics, saves them, and updates the running ones. Accumulator:
/// double, in trees that follow from the shape. Reads x once and writes y once.
template <class T, class Kind>
struct TrainingForward {
  using Exchange = typename Kind::template Exchange<Moments>;

  Extent extent;
  Team team;
  ForwardTensors<T> tensors;
  typename Kind::Blocks blocks;
  void* partials = nullptr;                          // of a grid's teams
  std::size_t partials_offset = 0, tile_offset = 0;  // in shared memory; lines come first

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const Exchange exchange(cx, extent, team, cx.template shared<Moments>(partials_offset),
                            partials);
    for (int unit = cx.block() / team.blocks; unit < extent.units();
         unit += cx.blocks() / team.blocks) {
      take(cx, exchange, unit);
      blocks.release(cx, team);
    }
  }

 private:
  template <class Context>
  BN_DEVICE void take(Context& cx, const Exchange& exchange, int unit) const {
    const int width = extent.width_of(unit), rank = cx.block() % team.blocks;
    const Tile<T> tile = {cx.template shared<T>(tile_offset), pitch_of(extent.width)};
    Line* lines = cx.template shared<Line>(0);
    const Range share = share_of(extent, team, rank);
    load_tile(cx, extent, tensors.x, unit, share, tile);
    cx.sync_block();
    for_each_piece(cx, extent, share, width, [&](auto piece, int c, auto first, auto count) {
      const Moments found = moments(cx, tile, c, first, count);
      if (cx.lane() == 0) exchange.write(cx, piece, c, found);
    });
    blocks.gather(cx, team);
    const auto join = [&](int c) {
      const auto read = [&](std::uint32_t piece) { return exchange.read(cx, piece, c); };
      return joined(spread_of(cx, extent, read));
    };
    blocks.join(cx, team, width, join, [&](int c, const Joined& found) {
      const int channel = unit * extent.width + c;
      const Line line = trained(tensors, extent, channel, spread(found), rank == 0);
      lines[c] = line;  // in a step of its own, which checks for races see
    });
    store_tile(cx, extent, tensors.y, unit, share,
               [&](std::uint32_t i, int c) { return value_on(lines[c], tile.at(i, c)); });
  }
};

}  // namespace cuda
