#pragma once

#include "cpu/rounded/certified_lanes.h"
#include "cpu/row_kernels.h"

namespace cpu::BN_CPU_TARGET {

template <class T>
BlockSums certified_products(Rows<const T> a, Rows<const T> b, Extent extent, Anchors anchors) {
  const Doubles anchor = Doubles{} + anchors.value, product = Doubles{} + anchors.product;
  BlockLanes low, high;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes left = keep(load(at(a, group), group), group), right = load(at(b, group), group);
    low.add_product(left.low, right.low, anchor, product);
    high.add_product(left.high, right.high, anchor, product);
  });
  low += high;
  return low.all();
}

template <class T>
BlockSums certified_squares(Rows<const T> x, Extent extent, Anchors anchors) {
  const Doubles anchor = Doubles{} + anchors.value, product = Doubles{} + anchors.product;
  BlockLanes low, high;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes values = keep(load(at(x, group), group), group);
    low.add_square(values.low, anchor, product);
    high.add_square(values.high, anchor, product);
  });
  low += high;
  return low.all();
}

/// Stores values, and 0 for those that round to -0: which of the two it is would follow from the
/// bounds.
BN_CPU_INLINE void store_unsigned_zero(float* to, Doubles values) {
  const Floats rounded = narrowed(values) + 0.0f;
  __builtin_memcpy(to, &rounded, 32);
}
template <class Half>
BN_CPU_INLINE void store_unsigned_zero(Half* to, Doubles values) {
  Halves rounded;
  store8(to, values);
  __builtin_memcpy(&rounded, to, 16);
  rounded = (rounded & 0x7fff) == 0 ? Halves{} : rounded;
  __builtin_memcpy(to, &rounded, 16);
}

template <class T>
BN_CPU_INLINE void store_unsigned_zero(T* to, Doubles values, std::int64_t count) {
  if (count >= 8) return store_unsigned_zero(to, values);
  if (count <= 0) return;
  T padded[8];
  store_unsigned_zero(padded, values);
  __builtin_memcpy(to, padded, static_cast<unsigned>(count) * sizeof(T));
}

template <class T>
bool certified_apply_closely(Rows<const T> x, Rows<T> y, Extent extent,
                             const CertifiedLine& given) {
  const Doubles mean = Doubles{} + given.mean, scale = Doubles{} + given.scale;
  const Doubles slack = Doubles{} + given.slack;
  const Doubles low = Doubles{} + given.low, high = Doubles{} + given.high;
  Words undecided = {};
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes values = load(at(x, group), group);
    const Bounds first = line(values.low, mean, scale, slack, low, high);
    const Bounds second = line(values.high, mean, scale, slack, low, high);
    T* to = at(y, group);
    store_unsigned_zero(to, first.low, group.size);
    store_unsigned_zero(to + 8, second.low, group.size - 8);
    undecided |= differ(first.low, first.high, to) | differ(second.low, second.high, to);
  });
  return is_clear(undecided);
}

template <class T>
bool certified_gradient_closely(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent,
                                const CertifiedGradient& given) {
  const GradientLanes lanes = {Doubles{} + given.mean,   Doubles{} + given.slope,
                               Doubles{} + given.offset, Doubles{} + given.scale,
                               Doubles{} + given.slack,  Doubles{} + given.slack_along,
                               Doubles{} + given.low,    Doubles{} + given.high};
  Words undecided = {};
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes gradients = load(at(dy, group), group), values = load(at(x, group), group);
    const Bounds first = lanes.bounds(gradients.low, values.low);
    const Bounds second = lanes.bounds(gradients.high, values.high);
    T* to = at(dx, group);
    store_unsigned_zero(to, first.low, group.size);
    store_unsigned_zero(to + 8, second.low, group.size - 8);
    undecided |= differ(first.low, first.high, to) | differ(second.low, second.high, to);
  });
  return is_clear(undecided);
}

/// Writes the lower bounds, and marks where the upper ones differ.
template <class T>
BN_CPU_INLINE void settle(T* to, const Bounds& bounds, Words& undecided) {
  store_unsigned_zero(to, bounds.low);
  undecided |= differ(bounds.low, bounds.high, to);
}

/// Calls whole(row, position) for eight adjacent values at a time, also overlapping ones, and says
/// whether that made up all rows: they may be too short.
template <class Whole>
BN_CPU_INLINE bool for_each_eight(Extent extent, Whole whole) {
  if (extent.length < 8) return false;
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    std::int64_t i = 0;
    for (; i + 8 <= extent.length; i += 8) whole(row, i);
    if (i < extent.length) whole(row, extent.length - 8);
  }
  return true;
}

#define BN_CPU_EIGHT (std::int64_t row, std::int64_t i) __attribute__((always_inline))

template <class T>
bool certified_apply(Rows<const T> x, Rows<T> y, Extent extent, const CertifiedLine& given) {
  const Doubles scale = Doubles{} + given.scale;
  const Doubles low = Doubles{} + given.flat_low, high = Doubles{} + given.flat_high;
  Words undecided = {}, largest = {};
  const bool all = for_each_eight(extent, [&] BN_CPU_EIGHT {
    const T* from = x.first + row * x.stride + i;
    take_larger(largest, encoded_magnitudes(from));
    settle(y.first + row * y.stride + i, flat_line(load8(from), scale, low, high), undecided);
  });
  return all && is_clear(undecided | (Words)(largest > given.limit));
}

template <class T>
bool certified_gradient(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent,
                        const CertifiedGradient& given) {
  const FlatGradientLanes lanes = {Doubles{} + given.along, Doubles{} + given.scale,
                                   Doubles{} + given.flat_low, Doubles{} + given.flat_high};
  Words undecided = {}, largest = {}, largest_dy = {};
  const bool all = for_each_eight(extent, [&] BN_CPU_EIGHT {
    const T *gradients = dy.first + row * dy.stride + i, *values = x.first + row * x.stride + i;
    take_larger(largest_dy, encoded_magnitudes(gradients));
    take_larger(largest, encoded_magnitudes(values));
    settle(dx.first + row * dx.stride + i, lanes.bounds(load8(gradients), load8(values)),
           undecided);
  });
  return all && is_clear(undecided | (Words)(largest > given.x_limit) |
                         (Words)(largest_dy > given.dy_limit));
}

}  // namespace cpu::BN_CPU_TARGET
