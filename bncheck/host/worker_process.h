#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "bncheck/host/file_descriptor.h"

namespace bncheck::host {

/// How a round trip to the worker ended.
struct Answer {
  enum class Kind {
    answered,
    exited,       ///< code is the exit code
    signalled,    ///< code is the signal
    hung,         ///< no answer in time; it was killed
    silent,       ///< it lives but closed its side of the bell; it was killed
    not_started,  ///< code is errno
    unkept,       ///< its keeper was killed, and it with it
    forged        ///< the bell rang before it was asked; it was killed
  };
  Kind kind = Kind::answered;
  int code = 0;
};

/// How a worker is started: the file descriptors of bell and memory follow the words, of which the
/// first is the program's own name.
struct WorkerCommand {
  std::filesystem::path program;
  std::vector<std::string> words;
  std::filesystem::path keeper = "/proc/self/exe";  ///< whose main calls run_worker
};

/// A running worker process and its keeper (keeper.h); killed and reaped on destruction, with all
/// that the worker has started.
class WorkerProcess {
 public:
  /// Starts the program. Throws LoadError if that is impossible; that the keeper cannot run it is
  /// found by wait.
  WorkerProcess(const WorkerCommand& command, int memory);
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;
  ~WorkerProcess();

  /// Rings the bell.
  void ring();

  /// Waits for the worker's bell. Unless it answered, the process has ended.
  Answer wait(std::chrono::milliseconds limit);

 private:
  Answer end(Answer::Kind otherwise, std::chrono::milliseconds grace);

  pid_t keeper_ = -1;
  FileDescriptor bell_;
  FileDescriptor leash_;  ///< the keeper's report comes over it
  bool rang_early_ = false;
};

}  // namespace bncheck::host
