#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bncheck/host/arena.h"

namespace bncheck::host {

/// Fills the elements with numbers without pattern, as used memory holds them: whoever looks there
/// for the marks of canary.h takes the call for use. Another key, other numbers.
void leave_numbers(const Placed& placed, std::uint64_t key);

/// Returns the logical indices of the elements that hold what leave_numbers wrote, ascending.
/// One that was written may be among them by chance.
std::vector<std::size_t> left_numbers(const Placed& placed, std::uint64_t key);

}  // namespace bncheck::host
