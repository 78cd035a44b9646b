#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "bn_plugin.h"
#include "kernels.h"

namespace cpu {

/// x as batch norm sees it: images of channels of positions. Without spatial axes the images are
/// the positions of a single one.
struct Shape {
  std::int64_t images, channels, positions = 1;

  explicit Shape(const bn_tensor& x) : images(x.shape[0]), channels(x.shape[1]) {
    for (std::int32_t axis = 2; axis < x.ndim; ++axis) positions *= x.shape[axis];
    if (positions == 1) std::swap(images, positions);
  }
  /// Counts the values of one channel.
  std::int64_t values() const { return images * positions; }
};

/// The same stretch of some adjacent images.
struct Block {
  std::int64_t image, images, start, length;
  Extent extent() const { return {images, length}; }
  double values() const { return static_cast<double>(images * length); }
};

/// Cuts a channel into blocks that stay in the L1 cache. Sums are formed per block and then added
/// in order. The cuts follow from the shape alone: neither the memory layout nor the number of
/// threads changes a bit of any sum.
class Partition {
 public:
  static constexpr std::int64_t kBlock = kMostValues;  // the most values of a block
  static constexpr std::int64_t kLongBlock = 4096;     // where sums take little of the cache
  /// The most values of the same block of all channels, where these are adjacent in memory: 1 MiB
  /// of floats, the smallest L2 of a server in use.
  static constexpr std::int64_t kAllChannels = 1 << 18;
  static constexpr std::int64_t kLeastBlock = 128;  // fewer values cost more than they are worth

  explicit Partition(const Shape& shape)
      : Partition(shape, std::clamp(kAllChannels / std::max<std::int64_t>(shape.channels, 1),
                                    kLeastBlock, kBlock)) {}
  /// Cuts into blocks of so many values, whatever the number of channels.
  Partition(const Shape& shape, std::int64_t most) : shape_(shape) {
    if (shape.values() * shape.channels == 0) return;
    stretches_ = (shape.positions + most - 1) / most;
    const std::int64_t even = (shape.positions + stretches_ - 1) / stretches_;
    length_ = (even + kLanes - 1) / kLanes * kLanes;  // only the last one ends in a part of a group
    images_ = stretches_ > 1 ? 1 : most / shape.positions;
    const std::int64_t stacks = (shape.images + images_ - 1) / images_;
    images_ = (shape.images + stacks - 1) / stacks;  // as even as the images allow
    blocks_ = (shape.images + images_ - 1) / images_ * stretches_;
  }

  std::int64_t blocks() const { return blocks_; }
  /// Returns how many blocks there are in a stack of images; they are numbered first.
  std::int64_t stretches() const { return stretches_; }

  Block operator[](std::int64_t block) const {
    const std::int64_t image = block / stretches_ * images_, start = block % stretches_ * length_;
    return {image, std::min(images_, shape_.images - image), start,
            std::min(length_, shape_.positions - start)};
  }

  /// Counts the additions on the longest path to a sum over a channel: within a lane, among the
  /// lanes, and among the blocks, each of which brings a product and two terms.
  std::int64_t height() const {
    const std::int64_t groups = (std::min(length_, shape_.positions) + kLanes - 1) / kLanes;
    constexpr std::int64_t kTree = 4, kPerBlock = 3;  // 16 lanes; n * center + sum, and its like
    return std::min(images_, shape_.images) * groups + kTree + kPerBlock + blocks_;
  }

 private:
  Shape shape_;
  std::int64_t stretches_ = 1, length_ = 0, images_ = 1, blocks_ = 0;
};

}  // namespace cpu
