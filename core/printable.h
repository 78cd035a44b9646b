#pragma once

#include <string>
#include <string_view>

namespace bncheck {

/// Returns the text as a terminal shows it and does not obey it: what others wrote may hold escape
/// sequences. Control characters (C0 but tab and new line, DEL, C1) and what is no UTF-8 become
/// '?'.
std::string printable(std::string_view text);

}  // namespace bncheck
