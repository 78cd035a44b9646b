#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bncheck::report::html {

/// Returns a statement of a law as HTML: its formulas as MathML Core, each with its plain text as
/// alttext, and the words between them as they are. Nothing where an operator belongs to no formula
/// that can be read.
std::optional<std::string> mathematics(std::string_view statement);

/// Returns the same; where it cannot be read, the plain statement.
std::string formula(std::string_view statement);

}  // namespace bncheck::report::html
