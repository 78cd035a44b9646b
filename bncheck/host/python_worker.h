#pragma once

#include <filesystem>
#include <string>

#include "bncheck/host/worker_process.h"
#include "core/implementation.h"

namespace bncheck::host {

/// Returns whether this is "py:MODULE[:ATTR]".
bool is_module(const std::string& name);

/// Returns whether this names a Python implementation: a module, or a path that ends in .py.
bool is_python(const std::string& name);

/// Returns the absolute path of a .py file; "py:MODULE" as it is.
std::filesystem::path find_python(const std::string& name);

/// Returns how to run a program of bncheck/python: its file, and its arguments. An empty
/// interpreter stands for the active virtual environment's, else for the first python3 on PATH.
/// Throws LoadError if there is none.
WorkerCommand python_command(std::vector<std::string> words,
                             const std::filesystem::path& interpreter);

/// Returns how to start the worker process of a Python implementation.
WorkerCommand python_worker(const std::string& name, const std::filesystem::path& interpreter);

/// Returns the dialect of an implementation that declares none: "pytorch", or
/// "pytorch;saved=none" if it answers a small case without saved statistics only.
std::string discover_dialect(Implementation& implementation);

}  // namespace bncheck::host
