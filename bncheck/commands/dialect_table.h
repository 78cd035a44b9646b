#pragma once

#include <string>

#include "core/dialect.h"

namespace bncheck::commands {

/// Returns a line for each preset: the fields on which they differ most, what the framework's own
/// users meet, and where it is written.
std::string dialect_table();

/// Returns all that is known of one: every field with its meaning, the framework's own defaults,
/// the source and what it leaves open.
std::string dialect_details(const Dialect& dialect);

}  // namespace bncheck::commands
