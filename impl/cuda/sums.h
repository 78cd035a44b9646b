#pragma once

#include "cuda/tile.h"

namespace cuda {

/// sum(x - center) and sum((x - center)^2) of a piece, about its own mean.
struct Moments {
  double center, sum, squares;
};

/// sum(dy) and sum(dy * (x - mean)) of a piece.
struct Products {
  double sum, product;
};

/// The sum of squares is about the mean.
struct Spread {
  double mean, squares;
};

/// Two numbers of a channel, of what its pieces came to.
struct Joined {
  double first, second;
};
BN_DEVICE Joined joined(const Spread& spread) { return {spread.mean, spread.squares}; }
BN_DEVICE Spread spread(const Joined& joined) { return {joined.first, joined.second}; }
BN_DEVICE Joined joined(const Products& sums) { return {sums.sum, sums.product}; }

/// Adds up what the lanes of a warp have, as a tree: addition commutes, so that all get the same
/// bits.
template <class Context>
BN_DEVICE double warp_sum(Context& cx, double value) {
  for (int mask = 16; mask > 0; mask /= 2) value = value + cx.shuffle_xor(value, mask);
  return value;
}

/// Sums a piece of one channel, so many values from first on: value i enters the sum of lane
/// i mod 32.
template <class Context, class T>
BN_DEVICE Moments moments(Context& cx, const Tile<T>& x, int channel, std::uint32_t first,
                          std::uint32_t count) {
  double total = 0, rest = 0, squares = 0;
  const auto lane = static_cast<std::uint32_t>(cx.lane());
  for (std::uint32_t i = lane; i < count; i += 32) total += to_double(x.at(first + i, channel));
  const double center = warp_sum(cx, total) / count;
  for (std::uint32_t i = lane; i < count; i += 32) {
    const double centered = to_double(x.at(first + i, channel)) - center;
    rest += centered;
    squares += centered * centered;
  }
  return {center, warp_sum(cx, rest), warp_sum(cx, squares)};
}

template <class Context, class T>
BN_DEVICE Products products(Context& cx, const Tile<T>& dy, const Tile<T>& x, double mean,
                            int channel, std::uint32_t first, std::uint32_t count) {
  double sum = 0, product = 0;
  for (auto i = static_cast<std::uint32_t>(cx.lane()); i < count; i += 32) {
    const double value = to_double(dy.at(first + i, channel));
    sum += value;
    product += value * (to_double(x.at(first + i, channel)) - mean);
  }
  return {warp_sum(cx, sum), warp_sum(cx, product)};
}

/// Adds term(p) over all pieces of a channel, as a warp: piece p enters the sum of lane p mod 32.
template <class Context, class Term>
BN_DEVICE double sum_over_pieces(Context& cx, const Extent& extent, const Term& term) {
  double sum = 0;
  for (auto p = static_cast<std::uint32_t>(cx.lane()); p < extent.pieces(); p += 32) sum += term(p);
  return warp_sum(cx, sum);
}

/// Returns how many values a piece has: the last one may be shorter.
BN_DEVICE std::uint32_t values_of(const Extent& extent, std::uint32_t piece) {
  const std::uint32_t left = extent.values - piece * extent.piece;
  return left < extent.piece ? left : extent.piece;
}

/// Joins the pieces of a channel. With D = center - mean, sum((x - mean)^2) =
/// squares + D (2 sum + n D) for any center: what comes out is a two-pass variance, though each
/// value is centered about a mean of its piece.
template <class Context, class Read>
BN_DEVICE Spread spread_of(Context& cx, const Extent& extent, const Read& read) {
  const double mean = sum_over_pieces(cx, extent,
                                      [&](std::uint32_t p) {
                                        const Moments piece = read(p);
                                        return values_of(extent, p) * piece.center + piece.sum;
                                      }) /
                      extent.values;
  const double squares = sum_over_pieces(cx, extent, [&](std::uint32_t p) {
    const Moments piece = read(p);
    const double shift = piece.center - mean;
    return piece.squares + shift * (2 * piece.sum + values_of(extent, p) * shift);
  });
  return {mean, squares < 0 ? 0 : squares};  // zero but for rounding; a NaN stays
}

/// Adds up the pieces of a channel.
template <class Context, class Read>
BN_DEVICE Products total_of(Context& cx, const Extent& extent, const Read& read) {
  const double sum =
      sum_over_pieces(cx, extent, [&](std::uint32_t piece) { return read(piece).sum; });
  return {sum,
          sum_over_pieces(cx, extent, [&](std::uint32_t piece) { return read(piece).product; })};
}

}  // namespace cuda
