#pragma once

#include "cuda/backward_steps.h"
#include "cuda/exchange.h"

namespace cuda {

/// The gradients, in training with the statistics of x anew: save_mean and save_invstd may have
/// been rounded to float, which ruins dweight where the mean is large. Accumulator: double, in
/// trees that follow from the shape. Memory is read once where tiles hold whole shares.
template <class T, class Kind>
struct Backward {
  using MomentsExchange = typename Kind::template Exchange<Moments>;
  using ProductsExchange = typename Kind::template Exchange<Products>;

  Extent extent;
  Team team;
  BackwardTensors<T> tensors;
  typename Kind::Blocks blocks;
  void *moments_of_pieces = nullptr, *products_of_pieces = nullptr;
  // In shared memory; gradients come first.
  std::size_t moments_offset = 0, products_offset = 0, dy_offset = 0, x_offset = 0;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const MomentsExchange means(cx, extent, team, cx.template shared<Moments>(moments_offset),
                                moments_of_pieces);
    const ProductsExchange sums(cx, extent, team, cx.template shared<Products>(products_offset),
                                products_of_pieces);
    for (int unit = cx.block() / team.blocks; unit < extent.units();
         unit += cx.blocks() / team.blocks) {
      take(cx, means, sums, unit);
      blocks.release(cx, team);
    }
  }

 private:
  template <class Context>
  BN_DEVICE void take(Context& cx, const MomentsExchange& means, const ProductsExchange& sums,
                      int unit) const {
    const int width = extent.width_of(unit), pitch = pitch_of(extent.width);
    const Tile<T> dy = {cx.template shared<T>(dy_offset), pitch};
    const Tile<T> x = {cx.template shared<T>(x_offset), pitch};
    Gradient* gradients = cx.template shared<Gradient>(0);
    const Range share = share_of(extent, team, cx.block() % team.blocks);
    load_tile(cx, extent, tensors.dy, unit, share, dy);
    load_tile(cx, extent, tensors.x, unit, share, x);
    if (!tensors.training) {
      for (int c = cx.thread(); c < width; c += cx.threads()) {
        const Gradient gradient = centered(tensors, unit * extent.width + c);
        gradients[c] = gradient;
      }
    }
    cx.sync_block();
    if (tensors.training) center(cx, means, unit, share, x, gradients);
    for_each_piece(cx, extent, share, width, [&](auto piece, int c, auto first, auto count) {
      const Products found = products(cx, dy, x, gradients[c].mean, c, first, count);
      if (cx.lane() == 0) sums.write(cx, piece, c, found);
    });
    finish(cx, sums, unit, gradients);
    if (tensors.dx.data == nullptr) return;
    store_tile(cx, extent, tensors.dx, unit, share, [&](std::uint32_t i, int c) {
      return value_on(gradients[c], dy.at(i, c), x.at(i, c));
    });
  }

  /// Finds each channel's mean and 1/sqrt(var + eps).
  template <class Context>
  BN_DEVICE void center(Context& cx, const MomentsExchange& means, int unit, Range share,
                        const Tile<T>& x, Gradient* gradients) const {
    const int width = extent.width_of(unit);
    for_each_piece(cx, extent, share, width, [&](auto piece, int c, auto first, auto count) {
      const Moments found = moments(cx, x, c, first, count);
      if (cx.lane() == 0) means.write(cx, piece, c, found);
    });
    blocks.gather(cx, team);
    const auto join = [&](int c) {
      const auto read = [&](std::uint32_t piece) { return means.read(cx, piece, c); };
      return joined(spread_of(cx, extent, read));
    };
    blocks.join(cx, team, width, join, [&](int c, const Joined& found) {
      const Gradient gradient = centered(tensors, extent, spread(found));
      gradients[c] = gradient;
    });
  }

  /// Joins the pieces, and writes what is asked for of each channel.
  template <class Context>
  BN_DEVICE void finish(Context& cx, const ProductsExchange& sums, int unit,
                        Gradient* gradients) const {
    blocks.gather(cx, team);
    const auto join = [&](int c) {
      const auto read = [&](std::uint32_t piece) { return sums.read(cx, piece, c); };
      return joined(total_of(cx, extent, read));
    };
    const bool writes = cx.block() % team.blocks == 0;
    blocks.join(cx, team, extent.width_of(unit), join, [&](int c, const Joined& total) {
      complete(tensors, extent, unit * extent.width + c, total, writes, gradients[c]);
    });
  }
};

}  // namespace cuda
