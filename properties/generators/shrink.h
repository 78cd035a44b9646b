#pragma once

#include <chrono>
#include <functional>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Bounds the search for a smaller case.
struct ShrinkBudget {
  int max_evaluations = 2000;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::function<bool()> interrupted = [] { return false; };  ///< asked before each evaluation
};

/// The smallest case that was found, and what it cost.
struct Shrunk {
  Case smallest;
  int evaluations = 0;   ///< calls of still_fails
  bool finished = true;  ///< false if the budget ended the search
};

/// Looks for a simpler case that still fails, greedily and in a fixed order; tries no case twice.
/// The result depends on the arguments alone unless the deadline or an interruption ends the
/// search.
Shrunk shrink(const Case& failing, const std::function<bool(const Case&)>& still_fails,
              const ShrinkBudget& budget = {});

}  // namespace bncheck::properties::generators
