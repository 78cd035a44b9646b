#pragma once

#include "cpu/rounded/long_near.h"

namespace cpu {

[[gnu::always_inline]] inline LongNear mean_of(const LongSum& sum, double count) {
  return LongNear(sum) / count;
}

/// Returns sum(a b) - mean(a) sum(b), as good as the sums are: what cancels are numbers of 106
/// bits.
[[gnu::always_inline]] inline LongNear centered(const LongSum& products, const LongNear& mean,
                                                const LongSum& sum) {
  return LongNear(products) - mean * LongNear(sum);
}

}  // namespace cpu
