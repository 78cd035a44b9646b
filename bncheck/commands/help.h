#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace bncheck::commands {

/// Returns what lays out --help: lines of 100 characters at most.
std::shared_ptr<CLI::FormatterBase> help_layout();

/// Shows examples, one a line, below the options, before what all commands say there.
void add_examples(CLI::App& command, const std::string& lines);

/// Says what is wrong with a command line, with the word that is likely to be meant.
std::string explain(const CLI::App& program, const CLI::ParseError& error);

}  // namespace bncheck::commands
