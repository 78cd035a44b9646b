#include <signal.h>

#include <optional>

#include "bncheck/host/channel.h"
#include "bncheck/host/faults.h"
#include "bncheck/host/library.h"
#include "bncheck/host/python_worker.h"
#include "bncheck/host/worker_process.h"

namespace bncheck::host {
namespace {

using std::chrono::milliseconds;

/// Returns when the worker shall end by itself: well after the host would have ended it.
std::uint32_t alarm_after(milliseconds limit) {
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::seconds>(limit).count()) + 2;
}

/// No crash ends a process so; what the plug-in does to itself, it does again.
bool is_killed(const Answer& answer) {
  return answer.kind == Answer::Kind::signalled && answer.code == SIGKILL;
}

WorkerCommand command_for(const std::string& library, const HostOptions& options) {
  if (is_python(library)) return python_worker(library, options.python);
  return {options.worker, {"bncheck", kWorkerFlag, library}};
}

/// Where the tensors lie, which is the host's to say: a plug-in may write anywhere in its process,
/// over the control block, too.
class Places {
 public:
  explicit Places(const ControlBlock& control)
      : windows_(control.windows), tensors_(control.tensors) {}

  void put_back(ControlBlock& control) const {
    control.windows = windows_;
    control.tensors = tensors_;
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
    control.alarm_seconds = alarm_after(options_.case_timeout);
    const Places places(control);
    // A worker that died since the last call is found by wait.
    worker_->ring();
    const Answer answer = worker_->wait(options_.case_timeout);
    places.put_back(control);
    if (answer.kind == Answer::Kind::answered && control.phase != Phase::lost) return "";
    worker_.reset();
    if (answer.kind == Answer::Kind::answered) return "";  // its last answer
    was_killed_ = is_killed(answer);
    return describe_fault(answer, control, options_.case_timeout);
  }

  bool was_killed() const override { return was_killed_; }

  bool inputs_are_writable() const override { return false; }

  void set_case_timeout(milliseconds timeout) override { options_.case_timeout = timeout; }

 private:
  void start() {
    Answer answer = try_to_start();
    if (is_killed(answer)) answer = try_to_start();
    const ControlBlock& control = arena_.control();
    if (answer.kind == Answer::Kind::answered && control.loaded == 1) return;
    worker_.reset();
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
    control.alarm_seconds = alarm_after(options_.load_timeout);
    const Places places(control);
    worker_.emplace(command_, arena_.file());
    const Answer answer = worker_->wait(options_.load_timeout);
    places.put_back(control);
    return answer;
  }

  Arena& arena_;
  std::filesystem::path library_;
  HostOptions options_;
  WorkerCommand command_;
  std::optional<WorkerProcess> worker_;
  bool was_killed_ = false;
};

}  // namespace

std::unique_ptr<Channel> open_worker_channel(Arena& arena, const std::filesystem::path& library,
                                             const HostOptions& options) {
  return std::make_unique<WorkerChannel>(arena, library, options);
}

}  // namespace bncheck::host
