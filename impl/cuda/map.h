#pragma once

#include "cuda/tile.h"

namespace cuda {

/// Loads what lies there, a Pack or a single value.
template <class Moved, class Context, class T>
BN_DEVICE Moved moved(Context& cx, const Extent& extent, const View<const T>& from,
                      std::uint32_t value, int channel) {
  return cx.load_once(reinterpret_cast<const Moved*>(from.at(extent, value, channel)));
}

/// Stores result(value, channel, values of each of the tensors) in to, for a unit's range; values
/// count from the first of the range, channels from the first of the unit. Packs are moved if all
/// tensors have them.
template <class Context, class T, class Result, class... From>
BN_DEVICE void map_range(Context& cx, const Extent& extent, int unit, Range range,
                         const View<T>& to, const Result& result, const From&... from) {
  const int width = extent.width_of(unit), channel = unit * extent.width;
  if (to.packed && (from.packed && ...)) {
    for_each_run(cx, width, range.count, Pack<T>::kCount, [&](std::uint32_t i, int c) {
      const std::uint32_t value = range.first + i;
      Pack<T> pack;
      const auto fill = [&](const auto&... packs) {
        const std::uint32_t step = width == 1 ? 1 : 0;
        BN_UNROLLED for (std::uint32_t v = 0; v < Pack<T>::kCount; ++v) {
          pack.values[v] =
              result(i + step * v, c + static_cast<int>((1 - step) * v), packs.values[v]...);
        }
      };
      fill(moved<Pack<T>>(cx, extent, from, value, channel + c)...);
      cx.store_once(reinterpret_cast<Pack<T>*>(to.at(extent, value, channel + c)), pack);
    });
  } else {
    for_each_run(cx, width, range.count, 1, [&](std::uint32_t i, int c) {
      const std::uint32_t value = range.first + i;
      cx.store_once(to.at(extent, value, channel + c),
                    result(i, c, moved<T>(cx, extent, from, value, channel + c)...));
    });
  }
}

}  // namespace cuda
