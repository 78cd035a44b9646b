#pragma once

#include "rounding/long_near.h"

namespace rounding {

BN_HOST_DEVICE_INLINED LongNear mean_of(const LongSum& sum, double count) {
  return LongNear(sum) / count;
}

/// Returns sum(a b) - mean(a) sum(b), as good as the sums are: what cancels are numbers of 106
/// bits.
BN_HOST_DEVICE_INLINED LongNear centered(const LongSum& products, const LongNear& mean,
                                         const LongSum& sum) {
  return LongNear(products) - mean * LongNear(sum);
}

}  // namespace rounding
