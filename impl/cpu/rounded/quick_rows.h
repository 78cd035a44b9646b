#pragma once

#include "cpu/rounded/quick_lanes.h"
#include "cpu/row_kernels.h"

/// The quick sums of one channel, whose values are adjacent in memory.
namespace cpu::BN_CPU_TARGET {

/// Calls whole(row, i) for stacks of 8 * kStack adjacent values, and part(row, i, count) for what
/// is left of a row.
template <class Whole, class Part>
BN_CPU_INLINE void for_each_stack(Extent extent, Whole whole, Part part) {
  constexpr std::int64_t kValues = std::int64_t{8} * kStack;
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    std::int64_t i = 0;
    for (; i + kValues <= extent.length; i += kValues) whole(row, i);
    if (i < extent.length) part(row, i, extent.length - i);
  }
}

/// Loads up to eight values of which the row before them has as many as are missing, or the row is
/// shorter: some lanes are zeros.
template <class T>
BN_CPU_INLINE Doubles load_last(const T* row, std::int64_t i, std::int64_t count, Doubles pivot) {
  const Longs number = {0, 1, 2, 3, 4, 5, 6, 7};
  if (i + count < 8) return number < count ? load8(row + i, count) - pivot : Doubles{};
  return number >= 8 - count ? load8(row + i + count - 8) - pivot : Doubles{};
}

#define BN_CPU_STACK (std::int64_t row, std::int64_t i) __attribute__((always_inline))
#define BN_CPU_PART \
  (std::int64_t row, std::int64_t i, std::int64_t count) __attribute__((always_inline))

template <class T>
void quick_squares(Rows<const T> x, Extent extent, double pivot, QuickLaneSums& answer) {
  const Doubles center = Doubles{} + pivot;
  QuickLanes sums;
  sums.load(answer);
  for_each_stack(
      extent,
      [&] BN_CPU_STACK {
        const T* from = x.first + row * x.stride + i;
        Doubles values[kStack];
        for (int k = 0; k < kStack; ++k) values[k] = load8(from + 8 * k) - center;
        sums.add_squares(values);
      },
      [&] BN_CPU_PART {
        const T* from = x.first + row * x.stride;
        PartLanes part;
        for (; count >= 16; i += 16, count -= 16) {
          part.add_square(load8(from + i) - center, 0);
          part.add_square(load8(from + i + 8) - center, 1);
        }
        if (count >= 8) part.add_square(load8(from + i) - center, 0), i += 8, count -= 8;
        if (count > 0) part.add_square(load_last(from, i, count, center), 1);
        part.add_to(sums);
      });
  sums.store(answer);
}

template <class T>
void quick_products(Rows<const T> dy, Rows<const T> x, Extent extent, double pivot,
                    QuickLaneSums& answer) {
  const Doubles center = Doubles{} + pivot;
  QuickLanes sums;
  sums.load(answer);
  for_each_stack(
      extent,
      [&] BN_CPU_STACK {
        const T *from = dy.first + row * dy.stride + i, *along = x.first + row * x.stride + i;
        Doubles gradients[kStack], values[kStack];
        for (int k = 0; k < kStack; ++k) gradients[k] = load8(from + 8 * k);
        for (int k = 0; k < kStack; ++k) values[k] = load8(along + 8 * k) - center;
        sums.add_products(gradients, values);
      },
      [&] BN_CPU_PART {
        const T *from = dy.first + row * dy.stride, *along = x.first + row * x.stride;
        PartLanes part;
        for (int chain = 0; count >= 8; i += 8, count -= 8, chain ^= 1) {
          part.add_product(load8(from + i), load8(along + i) - center, chain);
        }
        if (count > 0) {
          part.add_product(load_last(from, i, count, Doubles{}), load_last(along, i, count, center),
                           1);
        }
        part.add_to(sums);
      });
  sums.store(answer);
}

}  // namespace cpu::BN_CPU_TARGET
