#pragma once

#include <vector>

#include "core/judge.h"
#include "core/oracle.h"

namespace bncheck::properties {

class Trial;

/// A channel of two values, low and low + step; neither at all of its places.
struct TwoValues {
  std::vector<bool> high;
  double low = 0;
  double step = 0;  ///< positive

  /// Returns 1/sqrt(var + eps) in closed form: var = step^2*k*(m - k)/m^2, k the number of high
  /// places.
  Ball invstd(double eps) const;
};

/// Returns the problem with every channel made so.
Problem with_two_values(const Problem& problem, const std::vector<TwoValues>& channels);

/// Judges y of such a problem against its closed form, weight*(m - k, or -k)/sqrt(k*(m - k) +
/// m^2*eps/step^2) + bias; y has answered.
Judgement judge_two_values(Trial& trial, const std::vector<TwoValues>& channels);

}  // namespace bncheck::properties
