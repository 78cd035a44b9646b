#pragma once

#include <vector>

#include "bncheck/bench/buffer.h"
#include "bncheck/bench/workload.h"
#include "core/implementation.h"

namespace bncheck::bench {

/// The arrays of one shape, type and layout: made once, and then shared by all implementations of
/// this process, which read the same x and dy and write the same result.
class Stage {
 public:
  /// Makes the arrays, with the values of `verify --shapes`: activations of several shifts and
  /// scales, and small gradients.
  Stage(const Shape& shape, DType dtype, Layout layout);

  /// Returns the values of x, dy and the parameters.
  const Problem& problem() const { return problem_; }

  /// Returns the true mean and invstd, rounded: for a backward whose forward saves neither.
  const SavedStatistics& saved() const { return saved_; }

  const Buffer& x() const { return x_; }
  const Buffer& dy() const { return dy_; }

  /// Returns the place for y or dx.
  Buffer& result() { return result_; }

  /// Makes memory for one value per channel.
  Buffer parameter(std::span<const double> values) const;

  /// Returns the channels whose results are compared with the truth: all of a small tensor, some at
  /// equal distances of a large one.
  const std::vector<std::int64_t>& sampled() const { return sampled_; }

 private:
  Problem problem_;
  SavedStatistics saved_;
  Buffer x_, dy_, result_;
  std::vector<std::int64_t> sampled_;
};

}  // namespace bncheck::bench
