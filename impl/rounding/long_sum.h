#pragma once

#include <cmath>

#include "rounding/near.h"

namespace rounding {

/// A sum of doubles as high + low, within radius, which is 0 if the sum is exact.
class LongSum {
 public:
  BN_HOST_DEVICE void add(double term) { low_add(two_sum(high_, term)); }

  BN_HOST_DEVICE void widen(double radius) { radius_ += radius; }

  BN_HOST_DEVICE double high() const { return high_; }
  BN_HOST_DEVICE double low() const { return low_; }
  BN_HOST_DEVICE double radius() const { return radius_; }
  /// Brings high to the nearest double of the sum.
  BN_HOST_DEVICE void normalize() { low_ = two_sum(high_, low_); }
  BN_HOST_DEVICE Near near() const {
    if (low_ == 0 && radius_ == 0) return {high_, 0};
    return once_rounded(high_ + low_, radius_);
  }

  /// Makes a the rounded sum of a and b, and returns the error, exactly (Knuth).
  BN_HOST_DEVICE static double two_sum(double& a, double b) {
    const double sum = a + b, part = sum - a;
    const double error = (a - (sum - part)) + (b - part);
    a = sum;
    return error;
  }

 private:
  BN_HOST_DEVICE void low_add(double term) { radius_ += std::fabs(two_sum(low_, term)); }

  double high_ = 0, low_ = 0, radius_ = 0;
};

}  // namespace rounding
