#pragma once

#include <CLI/CLI.hpp>

namespace bncheck::commands {

/// Each adds its command to the program. When the command has run, exit_code holds what the program
/// is to end with: 0 every judged law held, 1 a law failed, 2 nothing was judged or cases are
/// missing, 128 + N stopped by signal N.
void add_verify(CLI::App& program, int& exit_code);
void add_replay(CLI::App& program, int& exit_code);
void add_report(CLI::App& program, int& exit_code);
void add_merge(CLI::App& program, int& exit_code);
void add_golden(CLI::App& program, int& exit_code);
void add_grade(CLI::App& program, int& exit_code);
void add_mutants(CLI::App& program, int& exit_code);
void add_bench(CLI::App& program, int& exit_code);
void add_list(CLI::App& program);
void add_explain(CLI::App& program);
void add_new(CLI::App& program);
void add_completion(CLI::App& program);

}  // namespace bncheck::commands
