#pragma once

#include "cuda/tensor.h"

namespace cuda {

/// How blocks share the work: teams of so many take up units in turn, and each block holds a share
/// of adjacent pieces of them in its shared memory, so that tensors are read once.
struct Team {
  int blocks = 1;
  std::uint32_t pieces_of_block = 0;
};

/// Returns the values of the pieces of the block of this rank; there may be none.
BN_DEVICE Range share_of(const Extent& extent, const Team& team, int rank) {
  const std::uint32_t whole = team.pieces_of_block * extent.piece;
  const std::uint32_t first = static_cast<std::uint32_t>(rank) * whole;
  const std::uint32_t left = first < extent.values ? extent.values - first : 0;
  return {first, left < whole ? left : whole};
}

/// Calls body(piece, channel, first, count) for the pieces of a range, a warp for each channel of
/// each; first counts from the beginning of the range.
template <class Context, class Body>
BN_DEVICE void for_each_piece(Context& cx, const Extent& extent, Range range, int width,
                              const Body& body) {
  const std::uint32_t pieces = (range.count + extent.piece - 1) / extent.piece;
  const auto channels = static_cast<std::uint32_t>(width);
  for (auto task = static_cast<std::uint32_t>(cx.warp()); task < pieces * channels;
       task += static_cast<std::uint32_t>(cx.warps())) {
    const std::uint32_t first = task / channels * extent.piece, left = range.count - first;
    body((range.first + first) / extent.piece, static_cast<int>(task % channels), first,
         left < extent.piece ? left : extent.piece);
  }
}

}  // namespace cuda
