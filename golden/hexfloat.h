#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bncheck::golden {

/// Prints as %a does: exact, and as short as exact can be; "inf", "-inf" or "nan".
std::string to_hexfloat(double value);

/// Reads what to_hexfloat prints and nothing else, so that no digit is ever rounded away.
std::optional<double> parse_hexfloat(std::string_view text);

}  // namespace bncheck::golden
