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
  Walk(const Shape& shape, std::int32_t threads) : Walk(shape, threads, Partition(shape)) {}
  Walk(const Shape& shape, std::int32_t threads, const Partition& partition)
      : shape_(shape),
        partition_(partition),
        threads_(thread_count(threads, shape.values() * shape.channels)) {}

  const Partition& partition() const { return partition_; }
  const Shape& shape() const { return shape_; }
  int threads() const { return threads_; }

  /// Runs passes[0].block(channel, block number), passes[0].channel(channel), passes[1].block(...)
  /// and so on. With channels enough for all threads, a thread takes some channels through all
  /// passes, while they are in its cache; else the threads share the blocks of each pass.
  template <class... Passes>
  void rows(const Passes&... passes) const {
    const std::int64_t group = channels_of_a_group(), groups = this->groups();
    if (keeps_channels()) {
      parallel_for(groups, threads_, [&](std::int64_t g) {
        const std::int64_t first = g * group, last = std::min(first + group, shape_.channels);
        (pass_over(first, last, passes), ...);
      });
    } else {
      (pass_by_block(group, groups, passes), ...);
    }
  }

  /// Says whether rows() takes a channel through all passes on one thread, block after block.
  bool keeps_channels() const { return groups() >= std::int64_t{2} * threads_ || threads_ == 1; }

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
  /// a tile of adjacent channels.
  template <class... Passes>
  void columns(const Passes&... passes) const {
    (pass_by_tile(passes), ...);
  }

 private:
  /// As many as stay in a large cache from one pass to the next: what reads ahead likes long
  /// stretches of memory better than a small cache. Fewer where threads would have none.
  std::int64_t channels_of_a_group() const {
    constexpr std::int64_t kValues = 1 << 21, kShares = 8;
    const std::int64_t most = kValues / std::max<std::int64_t>(shape_.values(), 1);
    const std::int64_t share =
        threads_ == 1 ? shape_.channels : shape_.channels / (kShares * threads_);
    const std::int64_t least = Partition::kBlock / std::max<std::int64_t>(shape_.positions, 1);
    return std::clamp<std::int64_t>(std::max(std::min(most, share), least), 1, 1024);
  }
  std::int64_t groups() const {
    const std::int64_t group = channels_of_a_group();
    return (shape_.channels + group - 1) / group;
  }

  template <class Pass>
  void pass_over(std::int64_t first, std::int64_t last, const Pass& pass) const {
    const std::int64_t stretches = partition_.stretches();
    for (std::int64_t stack = 0; stack < partition_.blocks(); stack += stretches) {
      for (std::int64_t c = first; c < last; ++c) {
        for (std::int64_t i = 0; i < stretches; ++i) pass.block(c, stack + i);
      }
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

  /// As many as the kernels take, so that memory is read in long stretches; fewer where there are
  /// few blocks and many threads, but not less than four cache lines.
  std::int64_t channels_of_a_tile(std::int64_t blocks) const {
    constexpr std::int64_t kMost = 1024, kLeast = 64;
    const std::int64_t wanted = threads_ == 1 ? 1 : std::int64_t{2} * threads_ / blocks + 1;
    const std::int64_t even = (shape_.channels / wanted + 7) / 8 * 8;
    return std::clamp(even, kLeast, kMost);
  }

  template <class Pass>
  void pass_by_tile(const Pass& pass) const {
    const std::int64_t blocks = partition_.blocks(), tile = channels_of_a_tile(blocks);
    const std::int64_t tiles = (shape_.channels + tile - 1) / tile;
    parallel_for(tiles * blocks, threads_, [&](std::int64_t task) {
      const std::int64_t first = task % tiles * tile;
      pass.block(first, std::min(tile, shape_.channels - first), task / tiles);
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
