#pragma once

#include "cpu/rounded/certified_rows.h"
#include "cpu/rounded/quick_columns.h"

namespace cpu::BN_CPU_TARGET {

/// Takes groups of kColumns channels, some positions at a time, so that a group's constants serve
/// all of these: body(row, i, c, count). Not if several positions share a page: what reads ahead
/// follows one stream in each.
template <class Body>
BN_CPU_INLINE void for_each_column_tile(Extent extent, std::int64_t channels, std::int64_t pitch,
                                        Body body) {
  constexpr std::int64_t kPositions = 4;
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    std::int64_t i = 0;
    for (; pitch >= kPage && i + kPositions <= extent.length; i += kPositions) {
      for (std::int64_t c = 0; c < channels; c += kColumns) body(row, i, c, kPositions);
    }
    for (; i < extent.length; ++i) {
      for (std::int64_t c = 0; c < channels; c += kColumns) body(row, i, c, std::int64_t{1});
    }
  }
}

#define BN_CPU_TILE                                                      \
  (std::int64_t row, std::int64_t i, std::int64_t c, std::int64_t count) \
      __attribute__((always_inline))

template <class T>
bool certified_column_apply(Columns<const T> x, Columns<T> y, Extent extent, std::int64_t channels,
                            const CertifiedLines& given) {
  const CertifiedLines lines = given;
  Words undecided = {};
  for_each_column_tile(extent, channels, pitch_of(x), [&] BN_CPU_TILE {
    const Doubles scale = load8(lines.scale + c);
    const Doubles low = load8(lines.flat_low + c), high = load8(lines.flat_high + c);
    Words largest = {};
    for (std::int64_t k = 0; k < count; ++k) {
      const T* from = at(x, row, i + k) + c;
      take_larger(largest, encoded_magnitudes(from));
      settle(at(y, row, i + k) + c, flat_line(load8(from), scale, low, high), undecided);
    }
    undecided |= (Words)(largest > read<Words>(lines.limit + c));
  });
  return is_clear(undecided);
}

template <class T>
bool certified_column_gradient(Columns<const T> dy, Columns<const T> x, Columns<T> dx,
                               Extent extent, std::int64_t channels,
                               const CertifiedGradients& given) {
  const CertifiedGradients g = given;
  Words undecided = {};
  for_each_column_tile(extent, channels, pitch_of(x), [&] BN_CPU_TILE {
    const FlatGradientLanes lanes = {load8(g.along + c), load8(g.scale + c), load8(g.flat_low + c),
                                     load8(g.flat_high + c)};
    Words largest = {}, largest_dy = {};
    for (std::int64_t k = 0; k < count; ++k) {
      const T *gradients = at(dy, row, i + k) + c, *values = at(x, row, i + k) + c;
      take_larger(largest_dy, encoded_magnitudes(gradients));
      take_larger(largest, encoded_magnitudes(values));
      settle(at(dx, row, i + k) + c, lanes.bounds(load8(gradients), load8(values)), undecided);
    }
    undecided |= (Words)(largest > read<Words>(g.x_limit + c)) |
                 (Words)(largest_dy > read<Words>(g.dy_limit + c));
  });
  return is_clear(undecided);
}

template <class T>
bool certified_column_apply_closely(Columns<const T> x, Columns<T> y, Extent extent,
                                    std::int64_t channels, const CertifiedLines& given) {
  const CertifiedLines lines = given;
  Words undecided = {};
  for_each_column_group(extent, channels, [&] BN_CPU_COLUMNS {
    const Bounds bounds =
        line(load8(at(x, row, i) + c), load8(lines.mean + c), load8(lines.scale + c),
             load8(lines.slack + c), load8(lines.low + c), load8(lines.high + c));
    T* to = at(y, row, i) + c;
    store_unsigned_zero(to, bounds.low);
    undecided |= differ(bounds.low, bounds.high, to);
  });
  return is_clear(undecided);
}

template <class T>
bool certified_column_gradient_closely(Columns<const T> dy, Columns<const T> x, Columns<T> dx,
                                       Extent extent, std::int64_t channels,
                                       const CertifiedGradients& given) {
  const CertifiedGradients g = given;
  Words undecided = {};
  for_each_column_group(extent, channels, [&] BN_CPU_COLUMNS {
    const GradientLanes lanes = {load8(g.mean + c),  load8(g.slope + c), load8(g.offset + c),
                                 load8(g.scale + c), load8(g.slack + c), load8(g.slack_along + c),
                                 load8(g.low + c),   load8(g.high + c)};
    const Bounds bounds = lanes.bounds(load8(at(dy, row, i) + c), load8(at(x, row, i) + c));
    T* to = at(dx, row, i) + c;
    store_unsigned_zero(to, bounds.low);
    undecided |= differ(bounds.low, bounds.high, to);
  });
  return is_clear(undecided);
}

}  // namespace cpu::BN_CPU_TARGET
