#pragma once

#include <span>
#include <vector>

#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {

/// How a hypothesis stands to what was observed, counted in outputs.
struct Weight {
  std::vector<std::size_t> explained;  ///< wrong outputs that are what it predicts, by number
  int missed = 0;     ///< wrong outputs for which it predicts neither them nor the truth
  int open = 0;       ///< wrong outputs, double backward apart, of which it says nothing
  int denied = 0;     ///< right outputs that would be wrong, of problems with a wrong one
  int elsewhere = 0;  ///< the same, of problems that are answered rightly: it has a condition

  bool is_contradicted() const { return missed + denied > 0; }

  /// Returns whether it explains something and nothing contradicts it, where anything is wrong.
  bool fits() const { return !explained.empty() && !is_contradicted(); }

  /// Adds what other observations said, which are numbered from `first` on.
  void add(const Weight& other, std::size_t first);
};

struct Weighed {
  Hypothesis hypothesis;
  Weight weight;
};

/// Returns how the hypothesis stands to the observations; no further than to what contradicts it.
Weight weigh(const Hypothesis& hypothesis, std::span<const Observation> observations);

/// Returns whether a explains more than b; of what explains as much, what has fewer conditions.
bool is_likelier(const Weight& a, const Weight& b);

}  // namespace bncheck::diagnosis
