#pragma once

#include "lanes.h"

/// The row kernels' operations in the row kernels' order, eight channels in a vector.
namespace cpu::BN_CPU_TARGET {

template <class T>
BN_CPU_INLINE T* at(Columns<T> columns, std::int64_t row, std::int64_t i) {
  return columns.first + row * columns.row_stride + i * columns.stride;
}

/// The kLanes partial sums of eight channels.
struct ColumnLanes {
  Doubles lane[kLanes] = {};

  BN_CPU_INLINE Doubles sum() const {
    Doubles t[8];
    for (int i = 0; i < 8; ++i) t[i] = lane[i] + lane[i + 8];
    return ((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]));
  }
};

/// Calls body(row, position, lane) for each value, in the order of the row kernels.
template <class Body>
BN_CPU_INLINE void for_each_value(Extent extent, Body body) {
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    std::int64_t i = 0;
    for (; i + kLanes <= extent.length; i += kLanes) {
#pragma GCC unroll 16
      for (int lane = 0; lane < kLanes; ++lane) body(row, i + lane, lane);
    }
    // The last ones of a row are the last ones of a group, as in the row kernels.
    std::int64_t lane = extent.length < kLanes ? 0 : kLanes - (extent.length - i);
    for (; i < extent.length; ++i, ++lane) body(row, i, lane);
  }
}

#define BN_CPU_VALUE \
  (std::int64_t row, std::int64_t i, std::int64_t lane) __attribute__((always_inline))

/// Calls body(row, position, lane) for each value; value i of the block goes to lane i mod kLanes.
template <class Body>
BN_CPU_INLINE void for_each_packed_value(Extent extent, Body body) {
  if (extent.rows == 1) {
    std::int64_t i = 0;
    for (; i + kLanes <= extent.length; i += kLanes) {
#pragma GCC unroll 16
      for (int lane = 0; lane < kLanes; ++lane) body(0, i + lane, lane);
    }
    for (int lane = 0; i < extent.length; ++i, ++lane) body(0, i, lane);
    return;
  }
  std::int64_t number = 0;
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    for (std::int64_t i = 0; i < extent.length; ++i) body(row, i, number++ % kLanes);
  }
}

template <class T>
void column_moments(Columns<const T> x, Extent extent, Moments* answers) {
  // Images one after the other in memory are a single row.
  if (x.row_stride == extent.length * x.stride) extent = {1, extent.rows * extent.length};
  ColumnLanes total;
  for_each_packed_value(extent, [&] BN_CPU_VALUE { total.lane[lane] += load8(at(x, row, i)); });
  const Doubles center = total.sum() / static_cast<double>(extent.rows * extent.length);
  ColumnLanes rest, squares;
  for_each_packed_value(extent, [&] BN_CPU_VALUE {
    const Doubles centered = load8(at(x, row, i)) - center;
    rest.lane[lane] += centered;
    squares.lane[lane] += centered * centered;
  });
  const Doubles sum = rest.sum(), sum_of_squares = squares.sum();
  for (int c = 0; c < kColumns; ++c) answers[c] = {center[c], sum[c], sum_of_squares[c]};
}

template <class T>
void column_products(Columns<const T> dy, Columns<const T> x, const double* mean, Extent extent,
                     Products* answers) {
  const Doubles center = load8(mean);
  ColumnLanes total, product;
  for_each_value(extent, [&] BN_CPU_VALUE {
    const Doubles gradient = load8(at(dy, row, i));
    total.lane[lane] += gradient;
    product.lane[lane] += gradient * (load8(at(x, row, i)) - center);
  });
  const Doubles sum = total.sum(), sum_of_products = product.sum();
  for (int c = 0; c < kColumns; ++c) answers[c] = {sum[c], sum_of_products[c]};
}

/// Calls body(row, i, channel, count) for each group of eight channels of each value.
template <class Body>
BN_CPU_INLINE void for_each_column_group(Extent extent, std::int64_t channels, Body body) {
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    for (std::int64_t i = 0; i < extent.length; ++i) {
      for (std::int64_t c = 0; c < channels; c += kColumns) body(row, i, c);
    }
  }
}

#define BN_CPU_COLUMNS \
  (std::int64_t row, std::int64_t i, std::int64_t c) __attribute__((always_inline))

template <class T>
void column_apply(Columns<const T> x, Columns<T> y, Extent extent, std::int64_t channels,
                  const Lines& given) {
  const Lines lines = given;
  for_each_column_group(extent, channels, [&] BN_CPU_COLUMNS {
    const Doubles centered = load8(at(x, row, i) + c) - load8(lines.mean + c);
    store8(at(y, row, i) + c, centered * load8(lines.scale + c) + load8(lines.bias + c));
  });
}

template <class T>
void column_gradient(Columns<const T> dy, Columns<const T> x, Columns<T> dx, Extent extent,
                     std::int64_t channels, const Gradients& given) {
  const Gradients g = given;
  for_each_column_group(extent, channels, [&] BN_CPU_COLUMNS {
    const Doubles along = (load8(at(x, row, i) + c) - load8(g.mean + c)) * load8(g.slope + c);
    const Doubles rest = load8(at(dy, row, i) + c) - load8(g.offset + c);
    store8(at(dx, row, i) + c, (rest - along) * load8(g.scale + c));
  });
}

}  // namespace cpu::BN_CPU_TARGET
