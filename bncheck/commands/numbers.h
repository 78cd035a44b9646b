#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace bncheck::commands {

/// Reads a duration above zero and up to a day, e.g. "30s", "200ms" or "5m"; seconds without a
/// unit. Throws UsageError that names the option.
std::chrono::milliseconds read_duration(const std::string& option, const std::string& text);

/// Reads a whole number from low to high. Throws UsageError that names the option.
std::uint64_t read_count(const std::string& option, const std::string& text, std::uint64_t low,
                         std::uint64_t high);

/// Reads a seed; "random" draws one.
std::uint64_t read_seed(const std::string& text);

}  // namespace bncheck::commands
