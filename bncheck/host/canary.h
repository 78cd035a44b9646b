#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bncheck/host/arena.h"

namespace bncheck::host {

/// Marks memory by a quiet NaN with a payload of its own. Inputs never hold one (the host writes
/// every NaN with payload 0), so a mark cannot appear in an output by computation, except that of
/// an input's surroundings, which differs from all that is looked for.
enum class Mark : unsigned { input_gap = 0x15, output_gap = 0x2a, first = 0x33, second = 0x0d };

/// Where the guard is far away, so many bytes beside the elements are watched.
inline constexpr std::ptrdiff_t kWatched = 2048;

/// Fills the free memory around the elements: gaps, and up to a page's half on both sides.
void mark_surroundings(const Placed& placed, Mark mark);

/// Fills the elements.
void mark_elements(const Placed& placed, Mark mark);

enum class Damage { none, before, after, gaps };

/// Returns "wrote past the end of y" or the like; empty for none.
std::string describe_damage(Damage damage, std::string_view name);

/// Returns where memory around the elements no longer holds the mark.
Damage find_damage(const Placed& placed, Mark mark);

/// Returns the logical indices of the elements that still hold the mark, ascending.
std::vector<std::size_t> marked_elements(const Placed& placed, Mark mark);

}  // namespace bncheck::host
