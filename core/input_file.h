#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace bncheck {

/// What people write, such as a corpus, is at most so long: a hundred thousand case lines.
inline constexpr std::uintmax_t kMostOfText = std::uintmax_t{1} << 24;

/// What programs write, such as a record, is at most so long: a million cases or more.
inline constexpr std::uintmax_t kMostOfRecord = std::uintmax_t{1} << 32;

/// What a file holds, or why that cannot be had: half a sentence for people; empty if it could.
struct Input {
  std::string text;
  std::string error;
};

/// Reads a file that somebody else wrote: at most so many bytes, and never what may have no end or
/// no beginning, a device or a named pipe. /dev/null is empty; the pipe of a shell, such as
/// <(zcat run.jsonl.gz), is read to its end.
Input read_input(const std::filesystem::path& file, std::uintmax_t most);

/// Returns what read_input reads. Throws UsageError: the refusal, the file, and why.
std::string require_input(const std::string& refusal, const std::filesystem::path& file,
                          std::uintmax_t most);

/// Returns the text without the byte order mark that some editors put before UTF-8.
std::string_view without_mark(std::string_view text);

}  // namespace bncheck
