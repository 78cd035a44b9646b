#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/shape.h"

namespace bncheck::reference {

/// Calls visit(place in the tensor, place in the block, run length) for each contiguous run of
/// values first .. first + n - 1 of a channel.
template <class Visit>
void for_runs(const Shape& shape, std::int64_t channel, std::int64_t first, std::size_t n,
              Visit&& visit) {
  const auto row = static_cast<std::size_t>(shape.spatial_size());
  auto within = static_cast<std::size_t>(first) % row;
  auto place = static_cast<std::size_t>(shape.index(channel, first));
  for (std::size_t done = 0; done < n;) {
    const std::size_t run = std::min(n - done, row - within);
    visit(place, done, run);
    done += run;
    place += run + row * static_cast<std::size_t>(shape.c - 1);
    within = 0;
  }
}

/// Copies values first .. first + n - 1 of a channel of a tensor in logical order.
inline void read_values(const double* tensor, const Shape& shape, std::int64_t channel,
                        std::int64_t first, std::size_t n, double* values) {
  for_runs(shape, channel, first, n, [&](std::size_t place, std::size_t at, std::size_t run) {
    if (run == 1) {  // what every run is without spatial axes
      values[at] = tensor[place];
    } else {
      std::copy_n(tensor + place, run, values + at);
    }
  });
}

/// Copies values back to where read_values took them from.
template <class T>
void write_values(const T* values, const Shape& shape, std::int64_t channel, std::int64_t first,
                  std::size_t n, T* tensor) {
  for_runs(shape, channel, first, n, [&](std::size_t place, std::size_t at, std::size_t run) {
    if (run == 1) {
      tensor[place] = values[at];
    } else {
      std::copy_n(values + at, run, tensor + place);
    }
  });
}

}  // namespace bncheck::reference
