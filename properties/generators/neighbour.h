#pragma once

#include <cstdint>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Returns a case that differs from this one in one respect: eps, momentum, a parameter, the shape,
/// or how the values of x or dy vary. It depends on the arguments alone.
Case neighbour_of(const Case& c, std::uint64_t seed, std::uint64_t index);

}  // namespace bncheck::properties::generators
