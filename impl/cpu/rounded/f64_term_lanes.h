#pragma once

#include "cpu/rounded/f64_kernels.h"
#include "cpu/rounded/f64_lanes.h"

/// Sums of terms in two words with their bound: the elements of y, dx and second derivatives in
/// f64.
namespace cpu::BN_CPU_TARGET {

struct TermLanes {
  Reals center, center_low, factor, factor_low, slack, least;

  /// Adds the term to a sum in two words, and its part of the bound.
  BN_CPU_INLINE void add_to(Pair& sum, Reals& reach, Reals value) const {
    const Pair d = two_sum(value, -center);
    const Pair product = two_product(d.high, factor);
    const Reals rest = product_and(d.high, factor_low, product.low);
    const Pair next = two_sum(sum.high, product.high);
    sum.low += next.low + product_and(d.low - center_low, factor, rest);
    sum.high = next.high;
    reach += d.high != Reals{} ? least : Reals{};
    reach = product_and(size_of(product.high), slack, reach);
  }
};

/// Returns a quantity of kWidth adjacent channels.
template <class Of>
BN_CPU_INLINE Reals lanes_of(const DoubleCombination* given, Of of) {
  Reals lanes = {};
  for (int k = 0; k < kWidth; ++k) lanes[k] = of(given[k]);
  return lanes;
}
BN_CPU_INLINE TermLanes term_lanes(const DoubleCombination* given, int term) {
  const auto of = [&](double DoubleTerm::*quantity) __attribute__((always_inline)) {
    Reals lanes = {};
    for (int k = 0; k < kWidth; ++k) lanes[k] = given[k].term[term].*quantity;
    return lanes;
  };
  return {of(&DoubleTerm::center),     of(&DoubleTerm::center_low), of(&DoubleTerm::factor),
          of(&DoubleTerm::factor_low), of(&DoubleTerm::slack),      of(&DoubleTerm::least)};
}

template <int kTerms>
struct CombinationLanes {
  Reals constant, slack;
  TermLanes term[kTerms];

  /// Writes the sums and returns the difference of the bounds, rounded: a bit of it is set where
  /// they differ, or are no finite numbers.
  BN_CPU_INLINE Reals write(const Reals* values, double* to, std::int64_t size) const {
    Pair sum = {constant, Reals{}};
    Reals reach = slack;
    for (int k = 0; k < kTerms; ++k) term[k].add_to(sum, reach, values[k]);
    const Reals low = sum.high + (sum.low - reach), high = sum.high + (sum.low + reach);
    store(to, low, size);
    return keep(high - low, size);
  }
};

}  // namespace cpu::BN_CPU_TARGET
