#include <signal.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "bncheck/host/channel.h"
#include "bncheck/host/faults.h"
#include "bncheck/host/library.h"
#include "bncheck/host/python_worker.h"
#include "bncheck/host/worker_process.h"

namespace bncheck::host {
namespace {

using std::chrono::milliseconds;

WorkerCommand command_for(const std::string& library, const HostOptions& options) {
  WorkerCommand command = {options.worker, {"bncheck", kWorkerFlag, library}};
  if (is_python(library)) command = python_worker(library, options.python);
  command.keeper = options.worker;
  return command;
}

/// No crash ends a process so, or its keeper; what the plug-in does to itself, it does again.
bool is_killed(const Answer& answer) {
  return answer.kind == Answer::Kind::unkept ||
         (answer.kind == Answer::Kind::signalled && answer.code == SIGKILL);
}

/// An answer comes when the worker is done; what comes earlier is not its own.
bool is_forged(Phase phase, const ControlBlock& control) {
  if (phase == Phase::loading) return control.loaded == 0 && control.message[0] == '\0';
  return phase != Phase::idle && phase != Phase::lost;
}

/// Where the tensors lie, which is the host's to say: a plug-in may write anywhere in its process,
/// over the control block, too.
class Places {
 public:
  explicit Places(const ControlBlock& control)
      : windows_(control.windows), tensors_(control.tensors) {}

  /// Returns whether anything had been changed.
  bool put_back(ControlBlock& control) const {
    const bool same = std::memcmp(&windows_, &control.windows, sizeof windows_) == 0 &&
                      std::memcmp(&tensors_, &control.tensors, sizeof tensors_) == 0;
    control.windows = windows_;
    control.tensors = tensors_;
    return !same;
  }

 private:
  decltype(ControlBlock::windows) windows_;
  decltype(ControlBlock::tensors) tensors_;
};

class WorkerChannel : public Channel {
 public:
  WorkerChannel(Arena& arena, const std::filesystem::path& library, const HostOptions& options)
      : arena_(arena),
        library_(library),
        options_(options),
        command_(command_for(library.string(), options)) {
    start();
  }

  std::string ring() override {
    was_killed_ = false;
    if (!worker_) {
      try {
        start();
      } catch (const LoadError& error) {
        return std::string("could not be loaded again after a fault: ") + error.what();
      }
    }
    ControlBlock& control = arena_.control();
    control.memory_limit = memory_limit_;
    const Places places(control);
    // A worker that died since the last call is found by wait.
    worker_->ring();
    Answer answer = worker_->wait(options_.case_timeout);
    const bool wrote_over = places.put_back(control);
    end_if_forged(answer);
    if (answer.kind == Answer::Kind::answered && wrote_over) {
      worker_.reset();
      return "wrote over memory that its worker shares with the host";
    }
    if (answer.kind == Answer::Kind::answered && control.phase != Phase::lost) return "";
    worker_.reset();
    if (answer.kind == Answer::Kind::answered) return "";  // its last answer
    was_killed_ = is_killed(answer);
    return describe_fault(answer, control, options_.case_timeout);
  }

  bool was_killed() const override { return was_killed_; }

  void set_case_timeout(milliseconds timeout) override { options_.case_timeout = timeout; }

 private:
  /// Ends a worker that goes on after the answer; the phase stays as it was found.
  void end_if_forged(Answer& answer) {
    ControlBlock& control = arena_.control();
    const Phase phase = control.phase;
    if (answer.kind != Answer::Kind::answered || !is_forged(phase, control)) return;
    answer.kind = Answer::Kind::forged;
    worker_.reset();
    control.phase = phase;
  }

  void start() {
    Answer answer = try_to_start();
    if (is_killed(answer)) answer = try_to_start();
    const ControlBlock& control = arena_.control();
    if (answer.kind == Answer::Kind::answered && control.loaded == 1) return;
    worker_.reset();
    if (answer.kind == Answer::Kind::not_started) {
      throw LoadError("the worker process " + command_.program.native() +
                      " cannot be started: " + std::strerror(answer.code));
    }
    if (answer.kind == Answer::Kind::answered && control.loaded == kNoDevice) {
      throw NoDevice(read_text(control.message));
    }
    if (answer.kind == Answer::Kind::answered) throw LoadError(read_text(control.message));
    throw LoadError(library_.string() + " " +
                    describe_fault(answer, control, options_.load_timeout));
  }

  Answer try_to_start() {
    ControlBlock& control = arena_.control();
    control.loaded = 0;
    control.fault = {};
    control.message[0] = '\0';
    control.phase = Phase::loading;
    control.memory_limit = options_.memory_limit;
    const Places places(control);
    worker_.emplace(command_, arena_.file());
    Answer answer = worker_->wait(options_.load_timeout);
    places.put_back(control);
    end_if_forged(answer);
    memory_limit_ = std::min(control.memory_limit, options_.memory_limit);
    return answer;
  }

  Arena& arena_;
  std::filesystem::path library_;
  HostOptions options_;
  WorkerCommand command_;
  std::uint64_t memory_limit_ = 0;  ///< the worker lifts it for a device
  std::optional<WorkerProcess> worker_;
  bool was_killed_ = false;
};

}  // namespace

std::unique_ptr<Channel> open_worker_channel(Arena& arena, const std::filesystem::path& library,
                                             const HostOptions& options) {
  return std::make_unique<WorkerChannel>(arena, library, options);
}

}  // namespace bncheck::host
