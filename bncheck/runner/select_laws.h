#pragma once

#include <string>
#include <vector>

#include "properties/property.h"

namespace bncheck::runner {

/// Returns the laws whose id or clause the regular expression matches, all for an empty one. Throws
/// UsageError if it is malformed or matches none.
std::vector<const properties::Property*> select_laws(const std::string& regular_expression);

}  // namespace bncheck::runner
