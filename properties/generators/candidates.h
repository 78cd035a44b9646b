#pragma once

#include <vector>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Returns every case one step simpler, the boldest steps first: only the values left, one channel,
/// contiguous memory, fewer values, plain parameters, simpler patterns, and for small cases places
/// left out and explicit and simpler values. Each step moves towards simpler without return, so
/// that any walk ends.
std::vector<Case> candidates(const Case& c);

/// Returns the case with one channel, whose recipes and parameters are those of this one. Values
/// that a pattern draws are those of channel 0.
Case only_channel(const Case& c, std::size_t channel);

}  // namespace bncheck::properties::generators
