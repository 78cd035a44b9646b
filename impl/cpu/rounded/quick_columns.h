#pragma once

#include "cpu/column_kernels.h"
#include "cpu/rounded/quick_lanes.h"

/// The quick sums of adjacent channels in channels-last memory.
namespace cpu::BN_CPU_TARGET {

/// What the machine reads ahead by itself ends with the page.
constexpr std::int64_t kPage = 4096;

template <class T>
BN_CPU_INLINE std::int64_t pitch_of(Columns<T> columns) {
  return columns.stride * static_cast<std::int64_t>(sizeof(T));
}

/// Images that follow each other in memory are one row.
template <class T>
BN_CPU_INLINE Extent in_one_row(Columns<T> columns, Extent extent) {
  if (columns.row_stride != extent.length * columns.stride) return extent;
  return {1, extent.rows * extent.length};
}

/// Adds up groups of kColumns channels, a stack of positions at a time. add(sums, row, i, c, count)
/// adds a stack of each channel of the group at c.
template <class Add>
BN_CPU_INLINE void add_columns(Extent extent, std::int64_t channels, QuickSums* answers, Add add) {
  QuickLanes sums[kMostColumns / kColumns];
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    std::int64_t i = 0;
    for (; i + kStack <= extent.length; i += kStack) {
      for (std::int64_t c = 0; c < channels; c += kColumns) {
        add(sums[c / kColumns], row, i, c, kStack);
      }
    }
    if (i == extent.length) continue;
    for (std::int64_t c = 0; c < channels; c += kColumns) {
      add(sums[c / kColumns], row, i, c, extent.length - i);
    }
  }
  for (std::int64_t c = 0; c < channels; ++c) answers[c] = sums[c / kColumns][c % kColumns];
}

#define BN_CPU_ADD                                                                          \
  (QuickLanes & sums, std::int64_t row, std::int64_t i, std::int64_t c, std::int64_t count) \
      __attribute__((always_inline))

/// Asks for memory to come, as much as a stack of the group at c has: within a page its positions
/// do not look like one stream.
template <class T>
BN_CPU_INLINE void ask_ahead(Columns<T> columns, std::int64_t row, std::int64_t i, std::int64_t c) {
  if (pitch_of(columns) >= kPage) return;
  const auto* here = reinterpret_cast<const char*>(at(columns, row, i) + c * kStack);
  const std::int64_t bytes = kStack * kColumns * static_cast<std::int64_t>(sizeof(T));
  for (std::int64_t line = 0; line < bytes; line += 64) {
    __builtin_prefetch(here + std::int64_t{2} * kPage + line);
  }
}

template <class T>
BN_CPU_INLINE void load_column_stack(Columns<const T> from, std::int64_t row, std::int64_t i,
                                     std::int64_t c, std::int64_t count, Doubles pivot,
                                     Doubles* to) {
  ask_ahead(from, row, i, c);
#pragma GCC unroll 8
  for (int k = 0; k < kStack; ++k) {
    to[k] = k < count ? load8(at(from, row, i + k) + c) - pivot : Doubles{};
  }
}

template <class T>
void quick_column_squares(Columns<const T> x, Extent extent, std::int64_t channels,
                          const double* pivots, QuickSums* answers) {
  add_columns(in_one_row(x, extent), channels, answers, [&] BN_CPU_ADD {
    Doubles values[kStack];
    load_column_stack(x, row, i, c, count, load8(pivots + c), values);
    sums.add_squares(values);
  });
}

template <class T>
void quick_column_products(Columns<const T> dy, Columns<const T> x, Extent extent,
                           std::int64_t channels, const double* pivots, QuickSums* answers) {
  add_columns(extent, channels, answers, [&] BN_CPU_ADD {
    Doubles gradients[kStack], values[kStack];
    load_column_stack(dy, row, i, c, count, Doubles{}, gradients);
    load_column_stack(x, row, i, c, count, load8(pivots + c), values);
    sums.add_products(gradients, values);
  });
}

}  // namespace cpu::BN_CPU_TARGET
