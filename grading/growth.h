#pragma once

#include <cstdint>
#include <vector>

#include "properties/trial.h"

namespace bncheck::grading {

/// The numbers of values per channel of the sweep.
inline constexpr std::int64_t kCounts[] = {64, 1024, 16384, 131072};

/// The error of the mean as the number of values grows, on values that make a chain of additions
/// lose almost half a unit at every step.
struct Growth {
  std::vector<double> errors;  ///< for each of kCounts: the largest over the channels, in u*|mean|
};

/// Adds what forward answered on one of the sweep's problems. The mean is read from save_mean or,
/// where the dialect saves none, from running_mean; nothing is added where there is neither.
void add_mean_error(Growth& growth, properties::Trial& trial);

/// Returns the slope of log(error) against log(m): 1 for values that are added one after the
/// other, on however many lanes, 0 for sums that are exact, wide, or split up as a tree.
double mean_slope(const Growth& growth);

/// The middle between the two.
inline constexpr double kChainSlope = 0.5;

}  // namespace bncheck::grading
