#pragma once

#include "lanes.h"

namespace cpu::BN_CPU_TARGET {

template <class T>
BN_CPU_INLINE T* at(Rows<T> rows, std::int64_t row, std::int64_t i) {
  return rows.first + row * rows.stride + i;
}

#define BN_CPU_GROUP \
  (std::int64_t row, std::int64_t i, std::int64_t count) __attribute__((always_inline))

template <class T>
Moments moments(Rows<const T> x, Extent extent) {
  Lanes total;
  for_each_group(extent, [&] BN_CPU_GROUP { total += load(at(x, row, i), count); });
  const double center = sum(total) / static_cast<double>(extent.rows * extent.length);
  Lanes rest, squares;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes centered = keep(load(at(x, row, i), count) - center, count);
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
    const Lanes centered = keep(load(at(a, row, i), count) - center_a, count);
    total += centered;
    product += keep(centered * (load(at(b, row, i), count) - center_b), count);
  });
  return {sum(total), sum(product)};
}

template <class T>
void apply(Rows<const T> x, Rows<T> y, Extent extent, const Line& given) {
  const Line line = given;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes centered = load(at(x, row, i), count) - line.mean;
    store(at(y, row, i), centered * line.scale + line.bias, count);
  });
}

template <class T>
void gradient(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent, const Gradient& given) {
  const Gradient g = given;
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes along = (load(at(x, row, i), count) - g.mean) * g.slope;
    store(at(dx, row, i), ((load(at(dy, row, i), count) - g.offset) - along) * g.scale, count);
  });
}

template <class T>
void combine(const Rows<const T>* values, Rows<T> result, Extent extent,
             const Combination& combination) {
  for_each_group(extent, [&] BN_CPU_GROUP {
    Lanes total = Lanes() + combination.constant;
    for (int k = 0; k < 3; ++k) {
      const Lanes centered = load(at(values[k], row, i), count) - combination.center[k];
      total += centered * combination.factor[k];
    }
    store(at(result, row, i), total, count);
  });
}

}  // namespace cpu::BN_CPU_TARGET
