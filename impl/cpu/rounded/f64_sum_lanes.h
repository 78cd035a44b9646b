#pragma once

#include "cpu/rounded/f64_kernels.h"
#include "cpu/rounded/f64_lanes.h"

namespace cpu::BN_CPU_TARGET {

/// A sum in two words for each lane.
struct SumLanes {
  Reals high = {}, low = {};
  Bits rest = {};  // all bits that were set in a low word

  BN_CPU_INLINE void add(Reals term, Reals rest_of_term) {
    const Pair sum = two_sum(high, term);
    const Reals less = sum.low + rest_of_term;
    high = sum.high;
    low += less;
    rest |= (Bits)less;
  }
  BN_CPU_INLINE DoubleSum lane(int k) const {
    return {{high[k], low[k]}, (rest[k] & 0x7fffffffffffffffLL) == 0};
  }
  BN_CPU_INLINE DoubleSum all() const {
    DoubleSum all = {{0, 0}, true};
    for (int k = 0; k < kWidth; ++k) {
      const DoubleSum next = lane(k);
      const double total = all.sum.high + next.sum.high, part = total - all.sum.high;
      const double error = (all.sum.high - (total - part)) + (next.sum.high - part);
      all = {{total, all.sum.low + (error + next.sum.low)},
             all.is_exact && next.is_exact && error == 0};
    }
    return all;
  }
};

/// value - center; a center of zero takes nothing.
template <bool kCentered>
BN_CPU_INLINE Pair centered(Reals value, Reals center) {
  if constexpr (kCentered) return two_sum(value, -center);
  return {value, Reals{}};
}

/// The sums of a block.
struct DoubleBlockLanes {
  SumLanes value, product;
  Reals squares = {};  // of a - center, with products of others
  Bits any = {};       // all bits that were set in a - center

  template <bool kCentered>
  BN_CPU_INLINE void add_square(Reals a, Reals center) {
    const Pair d = centered<kCentered>(a, center);
    Pair square = two_product(d.high, d.high);
    if (kCentered) {
      square.low = product_and(d.high + d.high, d.low, square.low);
      product.rest |= (Bits)d.low;  // its square is left out
    }
    value.add(d.high, d.low);
    product.add(square.high, square.low);
    any |= (Bits)d.high;
  }
  template <bool kCentered>
  BN_CPU_INLINE void add_product(Reals a, Reals center_a, Reals b, Reals center_b) {
    const Pair d = centered<kCentered>(a, center_a), e = centered<kCentered>(b, center_b);
    Pair both = two_product(d.high, e.high);
    if (kCentered) {
      both.low = product_and(d.high, e.low, product_and(d.low, e.high, both.low));
      product.rest |= (Bits)d.low | (Bits)e.low;  // their product is left out
    }
    value.add(d.high, d.low);
    product.add(both.high, both.low);
    squares = product_and(d.high, d.high, squares);
    any |= (Bits)d.high;
  }
  BN_CPU_INLINE DoubleBlock lane(int k, std::int64_t steps) const {
    return {value.lane(k), product.lane(k), squares[k], (any[k] & 0x7fffffffffffffffLL) != 0,
            steps};
  }
  BN_CPU_INLINE DoubleBlock all(std::int64_t steps) const {
    double size = 0;
    for (int k = 0; k < kWidth; ++k) size += squares[k];
    return {value.all(), product.all(), size, has_bits(any & 0x7fffffffffffffffLL), steps};
  }
};

}  // namespace cpu::BN_CPU_TARGET
