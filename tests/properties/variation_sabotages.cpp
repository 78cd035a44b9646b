#include "tests/properties/saboteur.h"

namespace bncheck::properties {

std::span<const Sabotage> variation_sabotages() { return {}; }

}  // namespace bncheck::properties
