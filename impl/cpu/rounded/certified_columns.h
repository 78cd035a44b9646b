#pragma once

#include "cpu/column_kernels.h"
#include "cpu/rounded/certified_lanes.h"

namespace cpu::BN_CPU_TARGET {

struct AnchorLanes {
  Doubles value, product;
  BN_CPU_INLINE explicit AnchorLanes(const Anchors* anchors) {
    for (int c = 0; c < kColumns; ++c) {
      value[c] = anchors[c].value;
      product[c] = anchors[c].product;
    }
  }
};

/// Adds up groups of kColumns channels, a stretch of positions at a time that stays in the L1
/// cache: neighbouring groups share its cache lines. add(sums, anchors, row, i, c) adds one value
/// of each channel of the group at c.
template <class Add>
BN_CPU_INLINE void add_columns(Extent extent, std::int64_t channels, const Anchors* anchors,
                               BlockSums* answers, Add add) {
  constexpr std::int64_t kStretch = 4096;
  BlockLanes sums[kMostColumns / kColumns] = {};
  const std::int64_t stretch = kStretch / channels + 1;
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    for (std::int64_t first = 0; first < extent.length; first += stretch) {
      const std::int64_t last = first + stretch < extent.length ? first + stretch : extent.length;
      for (std::int64_t c = 0; c < channels; c += kColumns) {
        const AnchorLanes lanes(anchors + c);
        BlockLanes group = sums[c / kColumns];
        for (std::int64_t i = first; i < last; ++i) add(group, lanes, row, i, c);
        sums[c / kColumns] = group;
      }
    }
  }
  for (std::int64_t c = 0; c < channels; ++c) answers[c] = sums[c / kColumns][c % kColumns];
}

#define BN_CPU_ADD                                                                  \
  (BlockLanes & sums, const AnchorLanes& anchors, std::int64_t row, std::int64_t i, \
   std::int64_t c) __attribute__((always_inline))

template <class T>
void certified_column_squares(Columns<const T> x, Extent extent, std::int64_t channels,
                              const Anchors* given, BlockSums* answers) {
  add_columns(extent, channels, given, answers, [&] BN_CPU_ADD {
    sums.add_square(load8(at(x, row, i) + c), anchors.value, anchors.product);
  });
}

template <class T>
void certified_column_products(Columns<const T> dy, Columns<const T> x, Extent extent,
                               std::int64_t channels, const Anchors* given, BlockSums* answers) {
  add_columns(extent, channels, given, answers, [&] BN_CPU_ADD {
    sums.add_product(load8(at(dy, row, i) + c), load8(at(x, row, i) + c), anchors.value,
                     anchors.product);
  });
}

template <class T>
bool certified_column_apply(Columns<const T> x, Columns<T> y, Extent extent, std::int64_t channels,
                            const CertifiedLines& given) {
  const CertifiedLines lines = given;
  Words undecided = {};
  for_each_column_group(extent, channels, [&] BN_CPU_COLUMNS {
    const Bounds bounds =
        line(load8(at(x, row, i) + c), load8(lines.mean + c), load8(lines.scale + c),
             load8(lines.slack + c), load8(lines.low + c), load8(lines.high + c));
    T* to = at(y, row, i) + c;
    store8(to, bounds.low);
    undecided |= differ(bounds.low, bounds.high, to);
  });
  return is_clear(undecided);
}

template <class T>
bool certified_column_gradient(Columns<const T> dy, Columns<const T> x, Columns<T> dx,
                               Extent extent, std::int64_t channels,
                               const CertifiedGradients& given) {
  const CertifiedGradients g = given;
  Words undecided = {};
  for_each_column_group(extent, channels, [&] BN_CPU_COLUMNS {
    const GradientLanes lanes = {load8(g.mean + c),  load8(g.slope + c), load8(g.offset + c),
                                 load8(g.scale + c), load8(g.slack + c), load8(g.slack_along + c),
                                 load8(g.low + c),   load8(g.high + c)};
    const Bounds bounds = lanes.bounds(load8(at(dy, row, i) + c), load8(at(x, row, i) + c));
    T* to = at(dx, row, i) + c;
    store8(to, bounds.low);
    undecided |= differ(bounds.low, bounds.high, to);
  });
  return is_clear(undecided);
}

}  // namespace cpu::BN_CPU_TARGET
