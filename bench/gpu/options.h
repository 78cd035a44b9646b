#pragma once

#include <string>
#include <vector>

#include "bench/gpu/task.h"

namespace bncheck::gpu_bench {

/// What gpu_bench is asked to do.
struct Options {
  std::vector<std::string> plugins;  ///< paths of shared libraries
  std::vector<Task> tasks;
  double seconds = 0;               ///< that all tasks together may take
  std::vector<std::string> merged;  ///< records to join; then nothing is timed
  std::string jsonl, markdown;      ///< where results go
};

/// Understands a command line. Throws UsageError.
Options read_options(int argc, const char* const* argv);

/// Thrown where --help was asked for: its text.
struct Help {
  std::string text;
};

}  // namespace bncheck::gpu_bench
