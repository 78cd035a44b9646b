#include "core/input_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "core/error.h"

namespace bncheck {
namespace {

namespace fs = std::filesystem;

/// A shell's pipe has no name that leads to it.
bool is_named(const fs::path& file) {
  std::error_code none;
  return !fs::canonical(file, none).empty();
}

std::string too_large(std::uintmax_t most) {
  return "it is larger than " + std::to_string(most >> 20) + " MiB";
}

/// Returns why a file is not to be opened; opening a named pipe waits for somebody to write to it.
std::string refusal_of(const fs::path& file, std::uintmax_t most) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  switch (status.type()) {
    case fs::file_type::regular: return fs::file_size(file, error) > most ? too_large(most) : "";
    case fs::file_type::directory: return "it is a folder";
    case fs::file_type::fifo: return is_named(file) ? "it is a named pipe" : "";
    case fs::file_type::character:
      return fs::canonical(file, error) == "/dev/null" ? "" : "it is a device";
    case fs::file_type::not_found: return std::strerror(ENOENT);
    case fs::file_type::none: return error.message();
    default: return "it is no file";
  }
}

}  // namespace

Input read_input(const fs::path& file, std::uintmax_t most) {
  if (std::string refusal = refusal_of(file, most); !refusal.empty()) return {"", refusal};
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return {"", std::strerror(errno)};
  std::string text;
  std::error_code unknown;
  const std::uintmax_t size = fs::file_size(file, unknown);
  if (!unknown) text.reserve(std::min(size, most));  // growing would take as much again
  std::array<char, 65536> piece;
  do {
    stream.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > most) return {"", too_large(most)};  // it grew, or it is a pipe
  } while (stream);
  if (stream.bad()) return {"", std::strerror(errno)};
  return {std::move(text), ""};
}

std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

std::string require_input(const std::string& refusal, const fs::path& file, std::uintmax_t most) {
  Input input = read_input(file, most);
  if (input.error.empty()) return std::move(input.text);
  throw UsageError(refusal + " " + file.string() + ": " + input.error);
}

}  // namespace bncheck
