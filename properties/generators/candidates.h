#pragma once

#include <vector>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Returns every case one step simpler, the boldest steps first: one channel, contiguous memory,
/// fewer values, plain parameters, simpler patterns, and for small cases explicit and simpler
/// values. Each step moves towards simpler without return, so that any walk ends.
std::vector<Case> candidates(const Case& c);

}  // namespace bncheck::properties::generators
