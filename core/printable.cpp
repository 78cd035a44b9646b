#include "core/printable.h"

#include <algorithm>

namespace bncheck {
namespace {

using Byte = unsigned char;

bool is_plain(Byte c) { return (c >= 0x20 && c < 0x7f) || c == '\t' || c == '\n'; }

/// Returns how many bytes a character has that begins with this one; 0 if none does.
std::size_t length_of(Byte first) {
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/// Refuses C1 and, after RFC 3629, overlong forms, surrogates and what lies beyond U+10FFFF: all
/// are seen by the second byte.
bool is_allowed(Byte first, Byte second) {
  switch (first) {
    case 0xc2:
    case 0xe0: return second >= 0xa0;
    case 0xed: return second < 0xa0;
    case 0xf0: return second >= 0x90;
    case 0xf4: return second < 0x90;
    default: return true;
  }
}

/// Returns how many bytes the character of more than one byte has that the text begins with; 0 if
/// it is none, or none to be shown.
std::size_t wide(std::string_view text) {
  const std::size_t length = length_of(static_cast<Byte>(text[0]));
  if (length == 0 || length > text.size()) return 0;
  const auto goes_on = [](char c) { return (static_cast<Byte>(c) & 0xc0) == 0x80; };
  if (!std::all_of(text.begin() + 1, text.begin() + static_cast<long>(length), goes_on)) return 0;
  return is_allowed(static_cast<Byte>(text[0]), static_cast<Byte>(text[1])) ? length : 0;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = is_plain(static_cast<Byte>(text[0])) ? 1 : wide(text);
    shown += length == 0 ? "?" : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return shown;
}

}  // namespace bncheck
