#pragma once

#include <cstdint>

#include "cuda/formats.h"

namespace bncheck::gpu_bench {

/// Where the values of x, y, dy and dx lie: value i of a channel is position i mod positions of
/// image i / positions. Strides in elements.
struct Plane {
  std::int64_t images = 1, channels = 1, positions = 1;
  std::int64_t image_stride = 0, channel_stride = 0, position_stride = 0;

  BN_HOST_DEVICE std::int64_t values() const { return images * positions; }
  BN_HOST_DEVICE std::int64_t offset(int channel, std::int64_t value) const {
    const std::int64_t image = value / positions;
    return image * image_stride + channel * channel_stride +
           (value - image * positions) * position_stride;
  }
};

/// How the values of channels are spread: channel c has entry c mod count.
struct Spread {
  static constexpr int kMost = 8;
  int count = 1;
  double scale[kMost] = {1}, shift[kMost] = {0};
};

/// Writes shift + scale * g, where g is nearly normal: the sum of four evenly spread values, each
/// from 16 bits of a hash (Steele, Lea and Flood 2014, SplitMix).
template <class T>
struct Fill {
  T* to;
  Plane plane;
  Spread spread;
  std::uint64_t seed;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const std::int64_t all = plane.values() * plane.channels;
    const std::int64_t first = std::int64_t{cx.block()} * cx.threads() + cx.thread();
    for (std::int64_t i = first; i < all; i += std::int64_t{cx.blocks()} * cx.threads()) {
      const int channel = static_cast<int>(i % plane.channels);
      const int entry = channel % spread.count;
      T value;
      cuda::round_to(value, spread.shift[entry] + spread.scale[entry] * normal(i));
      cx.store(to + plane.offset(channel, i / plane.channels), value);
    }
  }

 private:
  BN_DEVICE double normal(std::int64_t number) const {
    std::uint64_t bits = (seed + static_cast<std::uint64_t>(number) + 1) * 0x9e3779b97f4a7c15;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    bits ^= bits >> 31;
    double sum = -2;
    for (int part = 0; part < 4; ++part) {
      sum += static_cast<double>((bits >> (16 * part)) & 0xffff) * 0x1p-16;
    }
    return sum * 1.7320508075688772;  // sqrt(3): each part has a variance of 1/12
  }
};

}  // namespace bncheck::gpu_bench
