#pragma once

#include "lanes.h"

namespace cpu::BN_CPU_TARGET {

template <class T>
BN_CPU_INLINE T* at(Rows<T> rows, const Group& group) {
  return rows.first + group.row * rows.stride + group.position;
}

#define BN_CPU_GROUP (const Group& group) __attribute__((always_inline))

/// Writes a block's values one after the other, converted once, and zeros up to a whole group.
/// The last vector of a row overlaps the one before, or the next row writes over its zeros.
template <class T>
BN_CPU_INLINE void pack(Rows<const T> x, Extent extent, double* to) {
  const std::int64_t length = extent.length;
  for (std::int64_t row = 0; row < extent.rows; ++row, to += length) {
    const T* from = x.first + row * x.stride;
    std::int64_t i = 0;
    for (; i + 8 <= length; i += 8) store8(to + i, load8(from + i));
    if (i == length) continue;
    if (length >= 8) {
      store8(to + length - 8, load8(from + length - 8));
    } else {
      store8(to, load8(from, length));
    }
  }
  store8(to, Doubles{});
  store8(to + 8, Doubles{});
}

template <class T>
Moments moments(Rows<const T> x, Extent extent) {
  alignas(64) double values[kMostValues + kLanes];
  pack(x, extent, values);
  const std::int64_t count = extent.rows * extent.length;
  const auto lanes = [&](std::int64_t i) __attribute__((always_inline)) {
    return Lanes{load8(values + i), load8(values + i + 8)};
  };
  Lanes total;
  for (std::int64_t i = 0; i < count; i += kLanes) total += lanes(i);
  const double center = sum(total) / static_cast<double>(count);
  Lanes rest, squares;
  std::int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Lanes centered = lanes(i) - center;
    rest += centered;
    squares += centered * centered;
  }
  const Lanes last = keep(lanes(i) - center, Group{0, i, count - i});  // may be nothing
  return {center, sum(rest + last), sum(squares + last * last)};
}

template <class T>
Products products(Rows<const T> a, double center_a, Rows<const T> b, double center_b,
                  Extent extent) {
  Lanes total, product;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes centered = keep(load(at(a, group), group) - center_a, group);
    total += centered;
    product += keep(centered * (load(at(b, group), group) - center_b), group);
  });
  return {sum(total), sum(product)};
}

template <class T>
void apply(Rows<const T> x, Rows<T> y, Extent extent, const Line& given) {
  const Line line = given;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes centered = load(at(x, group), group) - line.mean;
    store(at(y, group), centered * line.scale + line.bias, group);
  });
}

template <class T>
void gradient(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent, const Gradient& given) {
  const Gradient g = given;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes along = (load(at(x, group), group) - g.mean) * g.slope;
    store(at(dx, group), ((load(at(dy, group), group) - g.offset) - along) * g.scale, group);
  });
}

template <class T>
void combine(const Rows<const T>* values, Rows<T> result, Extent extent,
             const Combination& combination) {
  for_each_group(extent, [&] BN_CPU_GROUP {
    Lanes total = Lanes() + combination.constant;
    for (int k = 0; k < 3; ++k) {
      const Lanes centered = load(at(values[k], group), group) - combination.center[k];
      total += centered * combination.factor[k];
    }
    store(at(result, group), total, group);
  });
}

}  // namespace cpu::BN_CPU_TARGET
