#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace bncheck::commands {

/// Adds --oracle, certified or precise.
void add_oracle_option(CLI::App& command, std::string& oracle);

/// Has all laws ask the oracle of this name. Throws UsageError if there is none.
void ask_oracle(const std::string& name);

}  // namespace bncheck::commands
