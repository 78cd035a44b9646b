#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>

#include "bncheck/host/protocol.h"
#include "core/printable.h"

namespace bncheck::host {

/// A loaded plug-in. The library is never unloaded: threads that it started may still run.
struct Library {
  bn_plugin plugin = {};           ///< what an older plug-in does not know of is zero
  std::uint32_t mode_changes = 0;  ///< what loading did to the floating-point mode, already undone
};

/// Loads the library into this process. Throws LoadError.
Library load_library(const std::filesystem::path& path);

/// Takes what a plug-in says of itself, once it is checked; the name is for messages. Throws
/// LoadError.
Library admit(const std::string& name, const bn_plugin* plugin);

/// Copies what the host wants to know of a plug-in into the control block.
void introduce(const Library& library, ControlBlock& control);

/// Copies text, cut to fit, with control characters made spaces; NULL is the empty text.
void copy_text(char* to, std::size_t size, const char* from);

/// Returns the text in an array of the control block. A worker may have written anything there: it
/// ends with the array where nothing ends it, and is one line that a terminal does not obey.
template <std::size_t kSize>
std::string read_text(const char (&from)[kSize]) {
  std::string text(from, strnlen(from, kSize));
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20; }, ' ');
  return printable(text);
}

}  // namespace bncheck::host
