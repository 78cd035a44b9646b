#include "tests/properties/saboteur.h"

namespace bncheck::properties {

std::span<const Sabotage> evaluation_sabotages() { return {}; }

}  // namespace bncheck::properties
