#pragma once

#include <fcntl.h>

#include <charconv>
#include <string_view>

namespace bncheck::host {

/// Reads an open file descriptor from a command line, and keeps it from what this process starts.
inline bool parse_descriptor(std::string_view text, int& descriptor) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), descriptor);
  return error == std::errc() && end == text.data() + text.size() &&
         fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

}  // namespace bncheck::host
