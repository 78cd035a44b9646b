#pragma once

#include "cuda/tensor.h"

namespace cuda {

/// The values of a unit's range in shared memory: value by value, and of each the unit's channels.
/// A row of several channels has one element more than these, so that the values of one channel lie
/// in different banks.
template <class T>
struct Tile {
  T* first;
  int pitch;

  BN_DEVICE T& at(std::uint32_t value, int channel) const {
    return first[value * static_cast<std::uint32_t>(pitch) + static_cast<std::uint32_t>(channel)];
  }
};

BN_HOST_DEVICE int pitch_of(int width) { return width == 1 ? 1 : width + 1; }

/// Calls body(value, channel) for all values of a unit's range, in the order of memory, if each
/// thread takes so many adjacent ones: channels where a unit has several, else values.
template <class Context, class Body>
BN_DEVICE void for_each_run(Context& cx, int width, std::uint32_t count, int run,
                            const Body& body) {
  if (width == 1) {
    const auto step = static_cast<std::uint32_t>(cx.threads() * run);
    for (std::uint32_t i = static_cast<std::uint32_t>(cx.thread() * run); i < count; i += step) {
      body(i, 0);
    }
    return;
  }
  // Units are no wider than a warp has threads.
  const int runs = width / run, at_once = cx.threads() / runs;
  const int channel = cx.thread() % runs * run;
  if (cx.thread() >= at_once * runs) return;
  for (auto i = static_cast<std::uint32_t>(cx.thread() / runs); i < count;
       i += static_cast<std::uint32_t>(at_once)) {
    body(i, channel);
  }
}

/// Brings a unit's range from a tensor to shared memory. The block must then wait for itself.
template <class Context, class T>
BN_DEVICE void load_tile(Context& cx, const Extent& extent, const View<const T>& from, int unit,
                         Range range, const Tile<T>& to) {
  const int width = extent.width_of(unit), channel = unit * extent.width;
  const auto pack_at = [&](std::uint32_t i, int c) {
    const T* source = from.at(extent, range.first + i, channel + c);
    return cx.load_once(reinterpret_cast<const Pack<T>*>(source));
  };
  if (!from.packed) {
    for_each_run(cx, width, range.count, 1, [&](std::uint32_t i, int c) {
      to.at(i, c) = cx.load_once(from.at(extent, range.first + i, channel + c));
    });
  } else if (width == 1) {
    for_each_run(cx, 1, range.count, Pack<T>::kCount, [&](std::uint32_t i, int) {
      *reinterpret_cast<Pack<T>*>(&to.at(i, 0)) = pack_at(i, 0);
    });
  } else {
    for_each_run(cx, width, range.count, Pack<T>::kCount, [&](std::uint32_t i, int c) {
      const Pack<T> pack = pack_at(i, c);
      for (int v = 0; v < Pack<T>::kCount; ++v) to.at(i, c + v) = pack.values[v];
    });
  }
}

/// Stores result(value, channel) for a unit's range, where values count from the first of the range
/// and channels from the first of the unit.
template <class Context, class T, class Result>
BN_DEVICE void store_tile(Context& cx, const Extent& extent, const View<T>& to, int unit,
                          Range range, const Result& result) {
  const int width = extent.width_of(unit), channel = unit * extent.width;
  if (to.packed) {
    for_each_run(cx, width, range.count, Pack<T>::kCount, [&](std::uint32_t i, int c) {
      Pack<T> pack;
      const int step = width == 1 ? 1 : 0;
      for (int v = 0; v < Pack<T>::kCount; ++v) {
        pack.values[v] = result(i + static_cast<std::uint32_t>(step * v), c + (1 - step) * v);
      }
      T* target = to.at(extent, range.first + i, channel + c);
      cx.store_once(reinterpret_cast<Pack<T>*>(target), pack);
    });
  } else {
    for_each_run(cx, width, range.count, 1, [&](std::uint32_t i, int c) {
      cx.store_once(to.at(extent, range.first + i, channel + c), result(i, c));
    });
  }
}

}  // namespace cuda
