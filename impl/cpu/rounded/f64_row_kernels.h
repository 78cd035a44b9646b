#pragma once

#include "cpu/rounded/f64_sum_lanes.h"
#include "cpu/rounded/f64_term_lanes.h"

/// The kernels of f64 for one channel, whose values are adjacent in memory.
namespace cpu::BN_CPU_TARGET {

template <bool kCentered>
DoubleBlock add_squares(const double* a, std::int64_t count, double given) {
  const Reals center = Reals{} + given;
  DoubleBlockLanes sums;
  for_each_stretch(
      count, [&](std::int64_t i, std::int64_t size) __attribute__((always_inline)) {
        sums.add_square<kCentered>(load(a + i, size, center), center);
      });
  return sums.all((count + kWidth - 1) / kWidth);
}

template <bool kCentered>
DoubleBlock add_products(const double* a, double given_a, const double* b, double given_b,
                         std::int64_t count) {
  const Reals center_a = Reals{} + given_a, center_b = Reals{} + given_b;
  DoubleBlockLanes sums;
  for_each_stretch(
      count, [&](std::int64_t i, std::int64_t size) __attribute__((always_inline)) {
        sums.add_product<kCentered>(load(a + i, size, center_a), center_a,
                                    load(b + i, size, center_b), center_b);
      });
  return sums.all((count + kWidth - 1) / kWidth);
}

inline DoubleBlock squares(const double* a, std::int64_t count, double center) {
  return center == 0 ? add_squares<false>(a, count, 0) : add_squares<true>(a, count, center);
}

inline DoubleBlock products(const double* a, double center_a, const double* b, double center_b,
                            std::int64_t count) {
  if (center_a == 0 && center_b == 0) return add_products<false>(a, 0, b, 0, count);
  return add_products<true>(a, center_a, b, center_b, count);
}

BN_CPU_INLINE TermLanes spread(const DoubleTerm& term) {
  const Reals zero = {};
  return {zero + term.center,     zero + term.center_low, zero + term.factor,
          zero + term.factor_low, zero + term.slack,      zero + term.least};
}

/// A row's last vector overlaps the one before.
template <int kTerms, int... kTerm>
bool combine(const Rows<const double>* values, Rows<double> result, Extent extent,
             const DoubleCombination& given) {
  const CombinationLanes<kTerms> lanes = {
      Reals{} + given.constant, Reals{} + given.slack, {spread(given.term[kTerm])...}};
  Bits undecided = {};
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    const auto write = [&](std::int64_t i, std::int64_t size) __attribute__((always_inline)) {
      const Reals here[kTerms] = {load(values[kTerm].first + row * values[kTerm].stride + i, size,
                                       lanes.term[kTerm].center)...};
      undecided |= (Bits)lanes.write(here, result.first + row * result.stride + i, size);
    };
    if (extent.length < kWidth) {
      write(0, extent.length);
      continue;
    }
    std::int64_t i = 0;
    for (; i + kWidth <= extent.length; i += kWidth) write(i, kWidth);
    if (i < extent.length) write(extent.length - kWidth, kWidth);
  }
  return !has_bits(undecided);
}

}  // namespace cpu::BN_CPU_TARGET
