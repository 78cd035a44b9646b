#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Bounds the search for a smaller case. The number of evaluations is the bound; the deadline is
/// an emergency exit, since with it the result depends on how fast the machine is.
struct ShrinkBudget {
  int max_evaluations = 2000;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  std::function<bool()> interrupted = [] { return false; };  ///< asked before each evaluation
};

/// What ended a search that was interrupted.
inline constexpr const char* kInterruption = "the interruption";

/// Returns what ends a search that has called still_fails so often, e.g. "the time limit"; nothing
/// if it may go on.
std::string spent(const ShrinkBudget& budget, int evaluations);

/// The smallest case that was found, and what it cost.
struct Shrunk {
  Case smallest;
  int evaluations = 0;     ///< calls of still_fails
  std::string stopped_by;  ///< what ended the search before its end; empty if nothing did
};

/// Looks for a simpler case that still fails, until no candidate (candidates.h) of it does. Goes
/// through the candidates in turn and, after one that fails, on from its place: the steps before it
/// have just been tried on nearly the same case. Tries no case twice. The result depends on the
/// arguments alone unless the deadline or an interruption ends the search.
Shrunk shrink(const Case& failing, const std::function<bool(const Case&)>& still_fails,
              const ShrinkBudget& budget = {});

}  // namespace bncheck::properties::generators
