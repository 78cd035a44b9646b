#pragma once

#include <cmath>
#include <vector>

#include "partition.h"
#include "tensor.h"

namespace cpu {

/// Mean and variance of a batch, in double. Each block is summed twice while it is in the cache,
/// first x, then x - center and its square with the block's own mean as center; memory is read
/// once. With D = center - mean, sum((x - mean)^2) = squares + D * (2 * sum + n * D) holds exactly
/// for any center, so that what is computed is a two-pass variance: its error is relative to the
/// variance, whatever the mean.
class Statistics {
 public:
  Statistics(const Shape& shape, const Partition& partition)
      : partition_(partition),
        values_(static_cast<double>(shape.values())),
        moments_(static_cast<std::size_t>(shape.channels * partition.blocks())) {}

  Moments& at(std::int64_t channel, std::int64_t block) {
    return moments_[static_cast<std::size_t>(channel * partition_.blocks() + block)];
  }

  double mean(std::int64_t channel) {
    double sum = 0;
    for (std::int64_t b = 0; b < partition_.blocks(); ++b) {
      const Moments& block = at(channel, b);
      sum += partition_[b].values() * block.center + block.sum;
    }
    return sum / values_;
  }

  /// Returns sum((x - mean)^2).
  double squares(std::int64_t channel, double mean) {
    double sum = 0;
    for (std::int64_t b = 0; b < partition_.blocks(); ++b) {
      const Moments& block = at(channel, b);
      const double shift = block.center - mean;
      sum += block.squares + shift * (2 * block.sum + partition_[b].values() * shift);
    }
    return sum < 0 ? 0 : sum;  // where it is zero but for rounding; a NaN stays
  }

 private:
  const Partition& partition_;
  double values_;
  std::vector<Moments> moments_;
};

inline double inverse_deviation(double var, double eps) { return 1 / std::sqrt(var + eps); }

}  // namespace cpu
