#pragma once

#include "lanes.h"

namespace cpu::BN_CPU_TARGET {

template <class T>
BN_CPU_INLINE T* at(Rows<T> rows, const Group& group) {
  return rows.first + group.row * rows.stride + group.position;
}

#define BN_CPU_GROUP (const Group& group) __attribute__((always_inline))

template <class T>
Moments moments(Rows<const T> x, Extent extent) {
  Lanes total;
  for_each_group(extent, [&] BN_CPU_GROUP { total += keep(load(at(x, group), group), group); });
  const double center = sum(total) / static_cast<double>(extent.rows * extent.length);
  Lanes rest, squares;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes centered = keep(load(at(x, group), group) - center, group);
    rest += centered;
    squares += centered * centered;
  });
  return {center, sum(rest), sum(squares)};
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
