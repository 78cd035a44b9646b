#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>

namespace bncheck::host {

/// What processes are doing at a moment, as Linux tells (proc(5)).
struct ProcessorUse {
  bool can_run = false;  ///< one of their tasks runs, or waits for a processor
  std::map<pid_t, std::chrono::milliseconds> ran;  ///< of each task, since it began
};

/// Reads what all descendants of a process are doing; of those that the system does not tell of,
/// nothing.
ProcessorUse use_below(pid_t process);

/// Returns the most that one task ran between two moments.
std::chrono::milliseconds most_run(const ProcessorUse& before, const ProcessorUse& after);

}  // namespace bncheck::host
