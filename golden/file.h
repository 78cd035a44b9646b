#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace bncheck::golden {

/// Returns the file's bytes. Throws UsageError if it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Returns the error that names the file, what is wrong and what to do, as one sentence.
UsageError damaged(const std::filesystem::path& path, std::string_view what);

}  // namespace bncheck::golden
