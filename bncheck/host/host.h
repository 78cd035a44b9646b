#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "core/implementation.h"
#include "impl/bn_plugin.h"

namespace bncheck::host {

/// Says in one sentence why the implementation could not be loaded. Caught once, in main, which
/// prints the message and exits with code 3.
struct LoadError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Says in one sentence that the plug-in works on a device that this machine lacks, so that nothing
/// can be judged. Caught once, in main, which exits with code 2.
struct NoDevice : LoadError {
  using LoadError::LoadError;
};

/// Returns three quarters of the memory that this machine, or this container, has.
std::uint64_t usual_memory_limit();

struct HostOptions {
  /// Calls the plug-in in this process: for debuggers and for speed. A crash is then a crash of the
  /// host; changed inputs, writes outside and a changed floating-point mode are still found.
  bool in_process = false;
  std::chrono::milliseconds case_timeout{5000};
  std::chrono::milliseconds load_timeout{60000};
  /// What the implementation may allocate, in bytes; 0: all there is. One that works on a device is
  /// not limited.
  std::uint64_t memory_limit = usual_memory_limit();
  /// The program whose main hands `--worker ...` to run_worker; by default this one.
  std::filesystem::path worker = "/proc/self/exe";
  /// The interpreter of Python implementations; empty: the active virtual environment's, else the
  /// first python3 on PATH.
  std::filesystem::path python = {};
};

/// A plug-in, presented as the implementation under test. One object has one worker process, which
/// is started anew after a fault. An object is used by one thread at a time; several objects may
/// live in several threads.
class Plugin : public Implementation {
 public:
  /// Returns what loading the library did to the floating-point mode, as a sentence without its
  /// subject ("sets flush-to-zero"), or nothing. The mode is put back before any call.
  virtual std::string load_note() const = 0;

  /// Changes how long one call may take.
  virtual void set_case_timeout(std::chrono::milliseconds timeout) = 0;
};

/// Loads the shared library and asks it for its plug-in; or, for "py:MODULE[:ATTR]" and for a path
/// that ends in .py, loads the Python module (bncheck/python). Throws LoadError, or NoDevice.
std::unique_ptr<Plugin> load_plugin(const std::filesystem::path& library,
                                    const HostOptions& options = {});

/// Presents a plug-in of this program itself, to be called in this process. Throws LoadError, or
/// NoDevice.
std::unique_ptr<Plugin> adopt_plugin(const bn_plugin& plugin);

/// The first argument of a worker's command line.
inline constexpr const char* kWorkerFlag = "--worker";

/// Runs the worker process that load_plugin starts as `PROGRAM --worker LIBRARY BELL MEMORY`, where
/// BELL and MEMORY are file descriptors. Ends when the host does; returns the exit code. What the
/// plug-in prints to the standard output goes to the standard error.
int run_worker(int argc, const char* const* argv);

}  // namespace bncheck::host
