#pragma once

#include <map>
#include <string>

#include "core/implementation.h"
#include "properties/generators/cases.h"

namespace bncheck::commands {

/// The contract declared for an ordinary problem, by type.
using Contracts = std::map<std::string, std::string>;

/// Asks the implementation for its contracts.
Contracts declared_contracts(Implementation& implementation,
                             const properties::generators::Selection& selection);

/// Prints "contract for f32: ...", a line each, the last one without its end.
std::string in_lines(const Contracts& contracts);

}  // namespace bncheck::commands
