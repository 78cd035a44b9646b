#pragma once

#include <filesystem>
#include <string>

namespace bncheck::host {

/// Refuses what is no regular file that can be read; what is in it is for others to say. `wanted`
/// says what to name instead of a folder. Throws LoadError.
void require_readable(const std::filesystem::path& file, const std::string& wanted);

/// Refuses a shared library of another kind of machine, which dlopen takes for a missing file, and
/// one that is cut short, which it crashes on; all else is for dlopen to say. Throws LoadError.
void require_whole_library(const std::filesystem::path& file);

}  // namespace bncheck::host
