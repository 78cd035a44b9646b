#pragma once

#include <chrono>
#include <string>

#include "bncheck/host/protocol.h"
#include "bncheck/host/worker_process.h"

namespace bncheck::host {

/// Says what the implementation did, as a sentence without its subject: "crashed with SIGSEGV:
/// wrote just past the end of y". limit is how long it was given.
std::string describe_fault(const Answer& answer, const ControlBlock& control,
                           std::chrono::milliseconds limit);

/// Returns " (it was refused memory: ...)" if the call was, or nothing.
std::string note_on_memory(const ControlBlock& control);

}  // namespace bncheck::host
