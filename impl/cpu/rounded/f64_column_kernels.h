#pragma once

#include "cpu/column_kernels.h"
#include "cpu/rounded/f64_row_kernels.h"

/// What the row kernels do, for as many adjacent channels as a register holds.
namespace cpu::BN_CPU_TARGET {

constexpr std::int64_t kMostGroups = kMostDoubleColumns / kWidth;

/// Calls add(group, row, position) for all positions, a stretch of them at a time that stays in the
/// L1 cache: neighbouring groups of channels share its cache lines.
template <class Add>
BN_CPU_INLINE void for_each_group_of_columns(Extent extent, std::int64_t channels, Add add) {
  const std::int64_t stretch = 4096 / channels + 1;
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    for (std::int64_t first = 0; first < extent.length; first += stretch) {
      const std::int64_t last = first + stretch < extent.length ? first + stretch : extent.length;
      for (std::int64_t group = 0; group * kWidth < channels; ++group) add(group, row, first, last);
    }
  }
}

#define BN_CPU_STRETCH                                                          \
  (std::int64_t group, std::int64_t row, std::int64_t first, std::int64_t last) \
      __attribute__((always_inline))

inline void write_answers(const DoubleBlockLanes* sums, std::int64_t channels, std::int64_t steps,
                          DoubleBlock* answers) {
  for (std::int64_t c = 0; c < channels; ++c) {
    answers[c] = sums[c / kWidth].lane(static_cast<int>(c % kWidth), steps);
  }
}

template <bool kCentered>
void add_column_squares(Columns<const double> a, Extent extent, std::int64_t channels,
                        const double* centers, DoubleBlock* answers) {
  DoubleBlockLanes sums[kMostGroups] = {};
  for_each_group_of_columns(extent, channels, [&] BN_CPU_STRETCH {
    const Reals center = read<Reals>(centers + group * kWidth);
    DoubleBlockLanes sum = sums[group];
    for (std::int64_t i = first; i < last; ++i) {
      sum.add_square<kCentered>(read<Reals>(at(a, row, i) + group * kWidth), center);
    }
    sums[group] = sum;
  });
  write_answers(sums, channels, extent.rows * extent.length, answers);
}

template <bool kCentered>
void add_column_products(Columns<const double> a, const double* centers_a, Columns<const double> b,
                         const double* centers_b, Extent extent, std::int64_t channels,
                         DoubleBlock* answers) {
  DoubleBlockLanes sums[kMostGroups] = {};
  for_each_group_of_columns(extent, channels, [&] BN_CPU_STRETCH {
    const std::int64_t c = group * kWidth;
    const Reals center_a = read<Reals>(centers_a + c), center_b = read<Reals>(centers_b + c);
    DoubleBlockLanes sum = sums[group];
    for (std::int64_t i = first; i < last; ++i) {
      sum.add_product<kCentered>(read<Reals>(at(a, row, i) + c), center_a,
                                 read<Reals>(at(b, row, i) + c), center_b);
    }
    sums[group] = sum;
  });
  write_answers(sums, channels, extent.rows * extent.length, answers);
}

inline bool has_center(const double* centers, std::int64_t channels) {
  for (std::int64_t c = 0; c < channels; ++c) {
    if (centers[c] != 0) return true;
  }
  return false;
}

inline void column_squares(Columns<const double> a, Extent extent, std::int64_t channels,
                           const double* centers, DoubleBlock* answers) {
  has_center(centers, channels) ? add_column_squares<true>(a, extent, channels, centers, answers)
                                : add_column_squares<false>(a, extent, channels, centers, answers);
}

inline void column_products(Columns<const double> a, const double* centers_a,
                            Columns<const double> b, const double* centers_b, Extent extent,
                            std::int64_t channels, DoubleBlock* answers) {
  if (has_center(centers_a, channels) || has_center(centers_b, channels)) {
    add_column_products<true>(a, centers_a, b, centers_b, extent, channels, answers);
  } else {
    add_column_products<false>(a, centers_a, b, centers_b, extent, channels, answers);
  }
}

template <int kTerms, int... kTerm>
bool column_combine(const Columns<const double>* values, Columns<double> result, Extent extent,
                    std::int64_t channels, const DoubleCombination* given) {
  CombinationLanes<kTerms> lanes[kMostGroups];
  for (std::int64_t c = 0; c < channels; c += kWidth) {
    lanes[c / kWidth] = {
        lanes_of(given + c, [](const DoubleCombination& of) { return of.constant; }),
        lanes_of(given + c, [](const DoubleCombination& of) { return of.slack; }),
        {term_lanes(given + c, kTerm)...}};
  }
  Bits undecided = {};
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    for (std::int64_t i = 0; i < extent.length; ++i) {
      const double* const from[kTerms] = {at(values[kTerm], row, i)...};
      double* to = at(result, row, i);
      for (std::int64_t c = 0; c < channels; c += kWidth) {
        const Reals here[kTerms] = {read<Reals>(from[kTerm] + c)...};
        undecided |= (Bits)lanes[c / kWidth].write(here, to + c, kWidth);
      }
    }
  }
  return !has_bits(undecided);
}

}  // namespace cpu::BN_CPU_TARGET
