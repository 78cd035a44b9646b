#pragma once

#include <vector>

#include "core/case.h"

namespace bncheck::properties::generators {

/// One of a case's tensors of values.
using Recipes = std::vector<Recipe> Case::*;

/// Adds the cases whose recipes of one tensor are simpler: the same for all channels, a simpler
/// pattern, a plainer shift or scale, an early seed.
void simpler_patterns(const Case& c, std::vector<Case>& out, Recipes field);

/// Adds the case whose values of a small tensor are written out: the pattern is constant and the
/// overrides are all.
void written_out(const Case& c, std::vector<Case>& out, Recipes field);

/// Adds the cases of few values that lack some places of every channel, in all tensors at once and
/// written out: the values that are left stay what they are.
void without_places(const Case& c, std::vector<Case>& out);

/// Adds the cases with fewer or simpler overrides in one tensor: each by itself, equal ones
/// together, and all together where that keeps how they relate.
void simpler_overrides(const Case& c, std::vector<Case>& out, Recipes field);

}  // namespace bncheck::properties::generators
