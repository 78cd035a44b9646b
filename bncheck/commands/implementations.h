#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// What `bncheck verify` verifies when nothing is named.
inline constexpr const char* kDefaultImplementation = "cpu";

/// Returns the names of the plug-ins that were built with the program.
std::vector<std::string> built_in_names();

/// Returns the names of the honest variants (impl/variants), if they were built; they are no
/// built-in implementations, but are found by name like those.
std::vector<std::string> variant_names();

/// Returns what a name or a path stands for, as load_plugin takes it. Throws host::LoadError.
std::filesystem::path find_implementation(const std::string& name);

/// What the argument IMPL may be, for the help.
inline constexpr const char* kImplementationHelp =
    "a built-in name, ADAPTER:ATTR for another entry point of an adapter, a path to a shared "
    "library or to a .py file, or py:MODULE[:ATTR]";

/// How an implementation is run; all are options of several commands.
struct OpenOptions {
  bool in_process = false;
  std::string python;        ///< the interpreter of Python implementations; empty for the usual one
  std::string memory_limit;  ///< in MiB; empty for the usual one
};

/// Adds --python to a command.
void add_python_option(CLI::App& command, OpenOptions& options);

/// Adds --memory-limit and --python to a command.
void add_worker_options(CLI::App& command, OpenOptions& options);

/// Returns how to open instances of an implementation.
runner::OpenImplementation opener(const std::string& name, const OpenOptions& options);

/// Returns what a user should know about it before it is judged: one line for each note, each
/// after a newline. Nothing for most.
std::string notes_on(const Implementation& implementation);

/// Returns the program as it was called, for commands to be pasted.
std::string called_as();

/// Quotes a word for a POSIX shell, where it needs it.
std::string quoted(const std::string& word);

/// Returns the dialect asked for, or the one that the implementation declares.
Dialect dialect_of(const Implementation& implementation, const std::string& asked_for);

}  // namespace bncheck::commands
