#pragma once

#include <algorithm>
#include <cstdint>

#include "parallel.h"
#include "partition.h"

namespace cpu {

/// Visits the blocks of all channels in several passes, with threads. A pass over blocks is
/// followed by a step for each channel, which sees all its blocks done.
class Walk {
 public:
  Walk(const Shape& shape, std::int32_t threads, std::int64_t most_values = Partition::kBlock)
      : shape_(shape),
        partition_(shape, most_values),
        threads_(thread_count(threads, shape.values() * shape.channels)) {}

  const Partition& partition() const { return partition_; }
  const Shape& shape() const { return shape_; }
  int threads() const { return threads_; }

  /// Runs passes[0].block(channel, block number), passes[0].channel(channel), passes[1].block(...)
  /// and so on. With channels enough for all threads, a thread takes some channels through all
  /// passes, while they are in its cache; else the threads share the blocks of each pass.
  template <class... Passes>
  void rows(const Passes&... passes) const {
    const std::int64_t group = channels_of_a_group();
    const std::int64_t groups = (shape_.channels + group - 1) / group;
    if (groups >= 2 * threads_ || threads_ == 1) {
      parallel_for(groups, threads_, [&](std::int64_t g) {
        const std::int64_t first = g * group, last = std::min(first + group, shape_.channels);
        (pass_over(first, last, passes), ...);
      });
    } else {
      (pass_by_block(group, groups, passes), ...);
    }
  }

  /// Runs block(channel, block number) for all blocks as they follow each other in memory, which
  /// is faster than a channel at a time where nothing is to be summed up before.
  template <class OfBlock>
  void rows_in_order(const OfBlock& block) const {
    const std::int64_t stretches = partition_.stretches();
    const std::int64_t stacks = partition_.blocks() / stretches;
    const std::int64_t group = threads_ == 1 ? shape_.channels : channels_of_a_group();
    const std::int64_t groups = (shape_.channels + group - 1) / group;
    parallel_for(stacks * groups, threads_, [&](std::int64_t task) {
      const std::int64_t first = task % groups * group, stack = task / groups;
      for (std::int64_t c = first; c < std::min(first + group, shape_.channels); ++c) {
        for (std::int64_t i = 0; i < stretches; ++i) block(c, stack * stretches + i);
      }
    });
  }

  /// Runs the same passes over channels-last memory: block(channel, count, block number) is given
  /// a tile of adjacent channels, so that a tile of a block stays in the L2 cache.
  template <class... Passes>
  void columns(const Passes&... passes) const {
    (pass_by_tile(passes), ...);
  }

 private:
  /// Short rows share cache lines and pages with their neighbours: take these together.
  std::int64_t channels_of_a_group() const {
    return std::clamp<std::int64_t>(Partition::kBlock / std::max<std::int64_t>(shape_.positions, 1),
                                    1, 64);
  }

  template <class Pass>
  void pass_over(std::int64_t first, std::int64_t last, const Pass& pass) const {
    for (std::int64_t b = 0; b < partition_.blocks(); ++b) {
      for (std::int64_t c = first; c < last; ++c) pass.block(c, b);
    }
    for (std::int64_t c = first; c < last; ++c) pass.channel(c);
  }

  template <class Pass>
  void pass_by_block(std::int64_t group, std::int64_t groups, const Pass& pass) const {
    parallel_for(groups * partition_.blocks(), threads_, [&](std::int64_t task) {
      const std::int64_t first = task % groups * group;
      const std::int64_t last = std::min(first + group, shape_.channels);
      for (std::int64_t c = first; c < last; ++c) pass.block(c, task / groups);
    });
    for (std::int64_t c = 0; c < shape_.channels; ++c) pass.channel(c);
  }

  template <class Pass>
  void pass_by_tile(const Pass& pass) const {
    constexpr std::int64_t kTile = 256;  // times Partition::kBlock floats: 1 MiB
    const std::int64_t tiles = (shape_.channels + kTile - 1) / kTile;
    parallel_for(tiles * partition_.blocks(), threads_, [&](std::int64_t task) {
      const std::int64_t first = task % tiles * kTile;
      pass.block(first, std::min(kTile, shape_.channels - first), task / tiles);
    });
    for (std::int64_t c = 0; c < shape_.channels; ++c) pass.channel(c);
  }

  Shape shape_;
  Partition partition_;
  int threads_;
};

/// A pass made of two functions.
template <class OfBlock, class OfChannel>
struct Pass {
  OfBlock block;
  OfChannel channel;
};
template <class OfBlock, class OfChannel>
Pass(OfBlock, OfChannel) -> Pass<OfBlock, OfChannel>;

}  // namespace cpu
