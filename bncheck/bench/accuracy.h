#pragma once

#include "bncheck/bench/stage.h"
#include "bncheck/bench/workload.h"

namespace bncheck::bench {

/// How far the answer of one call is from the truth, over the channels that were compared.
struct Accuracy {
  /// The largest error, in units in the last place of the largest true value of its channel: the
  /// measure of what sums and subtracts. An error of 0.5 is that of correct rounding; values near
  /// zero may be off by many of their own units without one that does harm.
  double worst = 0;
  std::uint64_t rounded_correctly = 0;  ///< values that equal the correctly rounded ones
  std::uint64_t compared = 0;           ///< values
};

/// Compares the stage's sampled channels of y, or of dx, with the certified oracle.
Accuracy compare(const std::vector<std::vector<double>>& channels, Operation operation,
                 const Stage& stage);

}  // namespace bncheck::bench
