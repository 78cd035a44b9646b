#pragma once

#include <optional>

#include "grading/probes.h"

namespace bncheck::grading {

/// How far values may be scaled, x -> 2^k x with eps 0, which changes no y.
struct Range {
  int largest = 0;   ///< the last k before y is no longer within the budget that it has at k = 0
  int smallest = 0;  ///< the same downwards
  int largest_possible = 0;  ///< the last k for which 2^k x is a number of the type
  int smallest_possible = 0;

  /// Whether squares of x overflow though x does not: they do at half of the exponents that there
  /// are; sums do at all but log2 m of them. The middle separates.
  bool is_limited() const { return 4 * largest < 3 * largest_possible; }
};

/// Scales until y breaks; nothing where eps 0 is not answered.
std::optional<Range> measure_range(const Subject& subject);

/// Returns whether numbers below the smallest normal one become 0: weight is the smallest normal
/// number, and some y that should be a half of it or more is 0. Nothing where there is no answer.
std::optional<bool> flushes_to_zero(const Subject& subject);

}  // namespace bncheck::grading
