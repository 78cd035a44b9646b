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

template <class T>
bool certified_apply(Rows<const T> x, Rows<T> y, Extent extent, const CertifiedLine& given) {
  const Doubles mean = Doubles{} + given.mean, scale = Doubles{} + given.scale;
  const Doubles slack = Doubles{} + given.slack;
  const Doubles low = Doubles{} + given.low, high = Doubles{} + given.high;
  Words undecided = {};
  for_each_group(extent, [&] BN_CPU_GROUP {
    const Lanes values = load(at(x, group), group);
    const Bounds first = line(values.low, mean, scale, slack, low, high);
    const Bounds second = line(values.high, mean, scale, slack, low, high);
    T* to = at(y, group);
    store(to, {first.low, second.low}, group);
    undecided |= differ(first.low, first.high, to) | differ(second.low, second.high, to);
  });
  return is_clear(undecided);
}

template <class T>
bool certified_gradient(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent,
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
    store(to, {first.low, second.low}, group);
    undecided |= differ(first.low, first.high, to) | differ(second.low, second.high, to);
  });
  return is_clear(undecided);
}

}  // namespace cpu::BN_CPU_TARGET
