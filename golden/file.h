#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace bncheck::golden {

/// No golden file is larger; ours have at most a hundredth of it.
inline constexpr std::int64_t kMostBytes = std::int64_t{1} << 26;

/// Returns the file's bytes. Throws UsageError if it cannot be read, or is too large.
std::string read_file(const std::filesystem::path& path);

/// Throws UsageError if links lead the path out of the folder.
void require_within(const std::filesystem::path& folder, const std::filesystem::path& path);

/// Returns the error that names the file, what is wrong and what to do, as one sentence.
UsageError damaged(const std::filesystem::path& path, std::string_view what);

}  // namespace bncheck::golden
