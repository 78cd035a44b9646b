#pragma once

#include <set>
#include <string>

namespace bncheck::commands {

/// Reads the ids of laws that are known to fail, one a line; # begins a comment. Throws UsageError
/// if the file cannot be read or names a law that does not exist.
std::set<std::string> read_known_failures(const std::string& file);

}  // namespace bncheck::commands
