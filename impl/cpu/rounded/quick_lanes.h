#pragma once

#include "cpu/lanes.h"
#include "cpu/rounded/certified_kernels.h"

/// Quick sums in vectors, of rows and of columns (quick_sums.h).
namespace cpu::BN_CPU_TARGET {

/// Eight sums of two words each: what the first rounds off goes into the second (Knuth).
struct LongLanes {
  Doubles high = {}, low = {};

  BN_CPU_INLINE void add(Doubles term) {
    const Doubles sum = high + term, part = sum - high;
    low += (high - (sum - part)) + (term - part);
    high = sum;
  }
  BN_CPU_INLINE TwoWords operator[](int lane) const { return {high[lane], low[lane]}; }
};

/// So many values of a lane are added up in plain double before they enter a long sum.
constexpr int kStack = 8;

BN_CPU_INLINE Doubles sum_of(const Doubles* v) {
  return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}
BN_CPU_INLINE Doubles sum_of_products(const Doubles* a, const Doubles* b) {
  Doubles first = a[0] * b[0], second = a[4] * b[4];
  for (int i = 1; i < 4; ++i) {
    first += a[i] * b[i];
    second += a[i + 4] * b[i + 4];
  }
  return first + second;
}

/// Quick sums of a block, in eight lanes.
struct QuickLanes {
  LongLanes value, product;
  Doubles squares = {};

  BN_CPU_INLINE void add_squares(const Doubles* x) {
    value.add(sum_of(x));
    product.add(sum_of_products(x, x));
  }
  BN_CPU_INLINE void add_products(const Doubles* dy, const Doubles* x) {
    value.add(sum_of(dy));
    product.add(sum_of_products(dy, x));
    squares += sum_of_products(dy, dy);
  }
  BN_CPU_INLINE QuickSums operator[](int lane) const {
    return {value[lane], product[lane], squares[lane]};
  }

  BN_CPU_INLINE void load(const QuickLaneSums& from) {
    value = {load8(from.high), load8(from.low)};
    product = {load8(from.product_high), load8(from.product_low)};
    squares = load8(from.squares);
  }
  BN_CPU_INLINE void store(QuickLaneSums& to) const {
    store8(to.high, value.high), store8(to.low, value.low);
    store8(to.product_high, product.high), store8(to.product_low, product.low);
    store8(to.squares, squares);
  }
};

/// Sums of less than a stack, in two chains.
struct PartLanes {
  Doubles value[2] = {}, product[2] = {}, squares[2] = {};

  BN_CPU_INLINE void add_square(Doubles x, int chain) {
    value[chain] += x;
    product[chain] += x * x;
  }
  BN_CPU_INLINE void add_product(Doubles dy, Doubles x, int chain) {
    value[chain] += dy;
    product[chain] += dy * x;
    squares[chain] += dy * dy;
  }
  BN_CPU_INLINE void add_to(QuickLanes& sums) const {
    sums.value.add(value[0] + value[1]);
    sums.product.add(product[0] + product[1]);
    sums.squares += squares[0] + squares[1];
  }
};

}  // namespace cpu::BN_CPU_TARGET
