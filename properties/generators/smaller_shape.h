#pragma once

#include <cstdint>
#include <vector>

#include "core/case.h"

namespace bncheck::properties::generators {

/// Returns the extents below this one to try, in this order: all of a small one; else powers of
/// two, then half of it, a quarter less, ..., one less. A search that takes the first that fails
/// finds a threshold by bisection, and multiples of a vector's length.
std::vector<std::int64_t> shorter_extents(std::int64_t extent);

/// Adds the cases with fewer channels: one of the first few, fewer of them, all but one of a few.
void fewer_channels(const Case& c, std::vector<Case>& out);

/// Adds the cases with fewer values per channel, or as many on fewer axes. The patterns stay; what
/// they draw may be other values.
void fewer_values(const Case& c, std::vector<Case>& out);

}  // namespace bncheck::properties::generators
