#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// What `bncheck verify` verifies when nothing is named.
inline constexpr const char* kDefaultImplementation = "eigen";

/// How long one call may take when nothing is said.
inline constexpr const char* kDefaultCaseTimeout = "5s";

/// Returns the names of the plug-ins that were built with the program.
std::vector<std::string> built_in_names();

/// Returns the shared library that a name or a path stands for. Throws host::LoadError.
std::filesystem::path find_implementation(const std::string& name);

/// Returns how to open instances of an implementation.
runner::OpenImplementation opener(const std::string& name, bool in_process);

/// Quotes a word for a POSIX shell, where it needs it.
std::string quoted(const std::string& word);

/// Returns the dialect asked for, or the one that the implementation declares.
Dialect dialect_of(const Implementation& implementation, const std::string& asked_for);

}  // namespace bncheck::commands
