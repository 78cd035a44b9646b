#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "bncheck/host/arena.h"
#include "bncheck/host/host.h"
#include "bncheck/host/library.h"

namespace bncheck::host {

/// The way to a loaded plug-in; who it is stands in the arena's control block.
class Channel {
 public:
  virtual ~Channel() = default;

  /// Has the plug-in do what the control block requests. Returns what it did wrong, as a sentence
  /// without its subject, or nothing if the answer is in the control block.
  virtual std::string ring() = 0;

  /// Returns whether the plug-in's process was killed from outside during the last ring, as by a
  /// system that is short of memory, and the plug-in may be asked once more.
  virtual bool was_killed() const { return false; }

  virtual void set_case_timeout(std::chrono::milliseconds timeout) = 0;
};

/// Loads the plug-in into a worker process. Throws LoadError.
std::unique_ptr<Channel> open_worker_channel(Arena& arena, const std::filesystem::path& library,
                                             const HostOptions& options);

/// Calls a plug-in in this process; the name is for messages. Throws NoDevice, or LoadError.
std::unique_ptr<Channel> open_direct_channel(Arena& arena, const Library& library,
                                             const std::string& name);

}  // namespace bncheck::host
