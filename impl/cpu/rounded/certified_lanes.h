#pragma once

#include "cpu/lanes.h"
#include "cpu/rounded/certified_kernels.h"

namespace cpu::BN_CPU_TARGET {

BN_CPU_INLINE Longs magnitude(Doubles value) { return (Longs)value & 0x7fffffffffffffffLL; }
BN_CPU_INLINE Doubles absolute(Doubles value) { return (Doubles)magnitude(value); }

/// Returns a + b. Where there are fused operations it is one, with a factor of 1 that the compiler
/// does not know: processors add and multiply in different units, and most of what a sum takes is
/// additions.
BN_CPU_INLINE Doubles plus(Doubles a, Doubles b) {
#ifdef __FMA__
  double one = 1;
  asm("" : "+x"(one));
  return a * one + b;
#else
  return a + b;
#endif
}

/// Eight sums, each cut at its anchor.
struct SplitLanes {
  Doubles high = {}, low = {};

  /// Returns the rest.
  BN_CPU_INLINE Doubles add(Doubles term, Doubles anchor) {
    const Doubles multiple = (term + anchor) - anchor;
    const Doubles rest = term - multiple;
    high = plus(multiple, high);
    low = plus(rest, low);
    return rest;
  }
  BN_CPU_INLINE SplitSum operator[](int lane) const { return {high[lane], low[lane]}; }
  /// Joins sums that have one anchor.
  BN_CPU_INLINE SplitSum all() const {
    SplitSum total;
    for (int lane = 0; lane < 8; ++lane) {
      total.high += high[lane];
      total.low += low[lane];
    }
    return total;
  }
};

BN_CPU_INLINE void take_larger(Longs& largest, Longs size) {
  largest = size > largest ? size : largest;
}

/// The sums of a block, in eight lanes.
struct BlockLanes {
  SplitLanes value, product;
  Longs rest = {};     // of values, all bits that were set in one; the sign may be that of -0
  Longs largest = {};  // bits of a magnitude or a square

  BN_CPU_INLINE void add_square(Doubles a, Doubles anchor, Doubles square_anchor) {
    const Doubles square = a * a;  // exact
    take_larger(largest, (Longs)square);
    rest |= (Longs)value.add(a, anchor);
    product.add(square, square_anchor);
  }
  BN_CPU_INLINE void add_product(Doubles a, Doubles b, Doubles anchor, Doubles product_anchor) {
    take_larger(largest, magnitude(a));
    rest |= (Longs)value.add(a, anchor);
    product.add(a * b, product_anchor);
  }
  BN_CPU_INLINE BlockLanes& operator+=(const BlockLanes& b) {
    value.high += b.value.high, value.low += b.value.low, rest |= b.rest;
    product.high += b.product.high, product.low += b.product.low;
    take_larger(largest, b.largest);
    return *this;
  }
  BN_CPU_INLINE BlockSums operator[](int lane) const {
    return {value[lane], product[lane], magnitude((Doubles)rest)[lane] != 0,
            ((Doubles)largest)[lane]};
  }
  BN_CPU_INLINE BlockSums all() const {
    long long most = 0, any = 0;
    for (int lane = 0; lane < 8; ++lane) {
      most = largest[lane] > most ? largest[lane] : most;
      any |= magnitude((Doubles)rest)[lane];
    }
    double size;
    __builtin_memcpy(&size, &most, sizeof size);
    return {value.all(), product.all(), any != 0, size};
  }
};

/// The magnitudes of eight values as they are encoded: they are ordered like integers.
BN_CPU_INLINE Words encoded_magnitudes(const float* from) {
  return read<Words>(from) & 0x7fffffffu;
}
template <class Half>
BN_CPU_INLINE Words encoded_magnitudes(const Half* from) {
  return __builtin_convertvector(read<Halves>(from), Words) & 0x7fffu;
}
BN_CPU_INLINE void take_larger(Words& largest, const Words& sizes) {
  largest = sizes > largest ? sizes : largest;
}

/// Marks, in 32 bits each, the lanes where two values round to different numbers; 0 and -0 may
/// count as different. Where one is a NaN the other is, too, or they differ.
BN_CPU_INLINE Words differ(Doubles low, Doubles high, const float*) {
  return (Words)narrowed(low) ^ (Words)narrowed(high);
}
BN_CPU_INLINE Words differ(Doubles low, Doubles high, const BFloat16*) {
  return __builtin_convertvector(round_to(low, 8, 0x1p-126) != round_to(high, 8, 0x1p-126), Words);
}
BN_CPU_INLINE Words differ(Doubles low, Doubles high, const Float16*) {
  return __builtin_convertvector(round_to(low, 11, 0x1p-14) != round_to(high, 11, 0x1p-14), Words);
}

BN_CPU_INLINE bool is_clear(const Words& marks) {
  std::uint32_t any = 0;
  for (int lane = 0; lane < 8; ++lane) any |= marks[lane];
  return any == 0;
}

struct Bounds {
  Doubles low, high;
};

BN_CPU_INLINE Bounds line(Doubles x, Doubles mean, Doubles scale, Doubles slack, Doubles low,
                          Doubles high) {
  const Doubles product = (x - mean) * scale;
  const Doubles reach = absolute(product) * slack;
  return {(product - reach) + low, (product + reach) + high};
}

/// The bounds where |x| is up to a limit that low and high allow for.
BN_CPU_INLINE Bounds flat_line(Doubles x, Doubles scale, Doubles low, Doubles high) {
  return {x * scale + low, x * scale + high};
}
struct FlatGradientLanes {
  Doubles along, scale, low, high;

  BN_CPU_INLINE Bounds bounds(Doubles dy, Doubles x) const {
    return {dy * scale + (x * along + low), dy * scale + (x * along + high)};
  }
};

/// The constants of dx, eight channels of them or one eight times.
struct GradientLanes {
  Doubles mean, slope, offset, scale, slack, slack_along, low, high;

  BN_CPU_INLINE Bounds bounds(Doubles dy, Doubles x) const {
    const Doubles along = (x - mean) * slope;
    const Doubles value = ((dy - offset) - along) * scale;
    const Doubles reach = absolute(value) * slack + absolute(along) * slack_along;
    return {(value - reach) + low, (value + reach) + high};
  }
};

}  // namespace cpu::BN_CPU_TARGET
