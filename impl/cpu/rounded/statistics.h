#pragma once

#include <cmath>
#include <cstdint>

#include "cpu/rounded/split_sum.h"

namespace cpu {

/// high + low, within radius; high is the nearest double.
struct LongMean {
  double high = 0, low = 0, radius = 0;

  Near near() const {
    if (low == 0 && radius == 0) return {high, 0};
    return once_rounded(high + low, radius);
  }
};

/// Returns sum / count. The remainder of the first quotient is a double (count is below 2^53).
inline LongMean mean_of(const LongSum& sum, double count) {
  const double high = sum.high() / count;
  const double rest = std::fma(-high, count, sum.high()) + sum.low();
  const double low = rest / count;
  if (rest == 0 && sum.radius() == 0) return {high, 0, 0};
  return {high, low, sum.radius() / count + 3 * kUnit * std::fabs(low) + kUnderflow};
}

/// Returns sum(a b) - mean(a) sum(b), as good as the sums are: what cancels are numbers of 106
/// bits. With errors da and db of the sums, mean(a) sum(b) errs by no more than
/// |mean(a)| db + |mean(b)| da + da db / m; each of the last bits by 2^-106 of its terms.
inline Near centered(const LongSum& products, const LongMean& mean, const LongSum& sum) {
  const double product = mean.high * sum.high();
  const double product_low =
      std::fma(mean.high, sum.high(), -product) + mean.high * sum.low() + mean.low * sum.high();
  double value = products.high();
  const double error = LongSum::two_sum(value, -product);
  const double terms = std::fabs(products.high()) + std::fabs(product);
  const double size = std::fabs(sum.high()) + std::fabs(sum.low()) + sum.radius();
  return once_rounded(value + (error + (products.low() - product_low)),
                      products.radius() + std::fabs(mean.high) * 2 * sum.radius() +
                          mean.radius * size + 0x1p-101 * terms);
}

}  // namespace cpu
