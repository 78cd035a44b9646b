#include <cerrno>
#include <cstring>

#include "bncheck/host/channel.h"
#include "bncheck/host/contract_conversion.h"
#include "bncheck/host/faults.h"
#include "bncheck/host/float_mode.h"
#include "bncheck/host/gradient_tensors.h"
#include "bncheck/host/host.h"
#include "bncheck/host/library_file.h"
#include "bncheck/host/python_worker.h"
#include "core/error.h"

namespace bncheck::host {
namespace {

/// The outcome of a call without its outputs.
struct Reply {
  CallStatus status = CallStatus::ok;
  std::string message;
};

Reply fault(std::string message) { return {CallStatus::fault, std::move(message)}; }

Reply reply_of(const ControlBlock& control) {
  switch (control.status) {
    case BN_OK: return {};
    case BN_UNSUPPORTED: return {CallStatus::refused, read_text(control.message)};
    case BN_INVALID_ARGUMENT: return {CallStatus::invalid, read_text(control.message)};
    case BN_FAILURE:
      return {CallStatus::failed, read_text(control.message) + note_on_memory(control)};
    default: return fault("returned " + std::to_string(control.status) + ", which is no bn_status");
  }
}

class PluginImplementation : public Plugin {
 public:
  PluginImplementation(const std::filesystem::path& library, const HostOptions& options)
      : channel_(options.in_process
                     ? open_direct_channel(arena_, load_library(library), library.string())
                     : open_worker_channel(arena_, library, options)) {
    meet();
  }

  explicit PluginImplementation(const bn_plugin& plugin)
      : channel_(open_direct_channel(arena_, admit("the plug-in", &plugin), "the plug-in")) {
    meet();
  }

  std::string name() const override { return name_; }
  std::string version() const override { return version_; }
  std::string dialect() const override { return dialect_; }
  bool has_backward() const override { return has_backward_; }
  bool has_double_backward() const override { return has_double_backward_; }
  std::string load_note() const override { return load_note_; }
  void set_case_timeout(std::chrono::milliseconds timeout) override {
    channel_->set_case_timeout(timeout);
  }

  /// A fault here gives the default contract: forward and backward ask again, and report it.
  Contract contract(const Problem& problem) override {
    Tensors tensors(arena_, problem);
    add_forward(tensors, problem, true);
    const std::string wrong = ring([&] { request(Request::contract, problem); });
    if (!wrong.empty() || arena_.control().status != BN_OK) {
      return default_contract(problem.dtype);
    }
    std::string problem_text;
    return convert_contract(arena_.control().contract, problem.dtype, problem_text);
  }

  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    Tensors tensors(arena_, problem);
    add_forward(tensors, problem, saved);
    return run<Forward<double>>(Request::forward, problem, tensors, [&tensors] {
      return Forward<double>{tensors.values(Slot::y), tensors.values(Slot::save_mean),
                             tensors.values(Slot::save_invstd),
                             tensors.values(Slot::updated_running_mean),
                             tensors.values(Slot::updated_running_var)};
    });
  }

  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    Tensors tensors(arena_, problem);
    add_backward(tensors, problem, saved);
    return run<Backward<double>>(Request::backward, problem, tensors, [&tensors] {
      return Backward<double>{tensors.values(Slot::dx), tensors.values(Slot::dweight),
                              tensors.values(Slot::dbias)};
    });
  }

  Outcome<DoubleBackward<double>> double_backward(const Problem& problem,
                                                  const SavedStatistics& saved,
                                                  const SecondGradients& second) override {
    Tensors tensors(arena_, problem);
    add_double_backward(tensors, problem, saved, second);
    return run<DoubleBackward<double>>(Request::double_backward, problem, tensors, [&tensors] {
      return DoubleBackward<double>{tensors.values(Slot::d_dy), tensors.values(Slot::d_x),
                                    tensors.values(Slot::d_weight)};
    });
  }

 private:
  /// Learns from the control block who it is.
  void meet() {
    const ControlBlock& control = arena_.control();
    name_ = read_text(control.name);
    version_ = read_text(control.version);
    dialect_ = read_text(control.dialect);
    has_backward_ = control.has_backward != 0;
    has_double_backward_ = control.has_double_backward != 0;
    load_note_ = describe_mode_changes(control.load_mode_changes);
    if (dialect_.empty()) dialect_ = discover_dialect(*this);
  }

  void request(Request request, const Problem& problem) {
    ControlBlock& control = arena_.control();
    control.request = request;
    control.mode = static_cast<std::int32_t>(problem.mode);
    control.eps = problem.eps;
    control.momentum = problem.momentum;
    control.threads = problem.manner.threads;
    control.in_place = problem.manner.in_place ? 1 : 0;
  }

  /// Prepares and rings. What was killed from outside is prepared and rung once more, as if nothing
  /// had been: the implementation did nothing wrong.
  template <class Prepare>
  std::string ring(const Prepare& prepare) {
    prepare();
    std::string wrong = channel_->ring();
    if (channel_->was_killed()) {
      prepare();
      wrong = channel_->ring();
    }
    const ControlBlock& control = arena_.control();
    if (wrong.empty() && control.threw == kNoMemory) throw UsageError(read_text(control.message));
    return wrong;
  }

  /// Prepares the tensors, calls once, and looks at what happened besides the outputs.
  Reply call(Request what, const Problem& problem, Tensors& tensors, Filling filling) {
    std::string crash = ring([&] {
      tensors.prepare(filling);
      tensors.remember_inputs();
      request(what, problem);
    });
    if (!crash.empty()) return fault(std::move(crash));
    if (std::string wrong = misdeed(problem, tensors); !wrong.empty()) {
      return fault(std::move(wrong));
    }
    Reply reply = reply_of(arena_.control());
    if (reply.status != CallStatus::refused && reply.status != CallStatus::invalid) return reply;
    const std::string wrong = tensors.changed_update();
    return wrong.empty() ? reply : fault("refused the call, and " + wrong + " all the same");
  }

  /// Returns what a call that returned did to things that are not its own, or nothing.
  std::string misdeed(const Problem& problem, const Tensors& tensors) {
    const ControlBlock& control = arena_.control();
    if (control.threw == kSaysInMessage)
      return read_text(control.message) + note_on_memory(control);
    if (control.threw != 0) {
      return "let an exception escape through its C interface" + note_on_memory(control);
    }
    if (std::string wrong = tensors.changed_input(); !wrong.empty()) return wrong;
    if (std::string wrong = tensors.written_outside(); !wrong.empty()) return wrong;
    if (control.mode_changes != 0) return describe_mode_changes(control.mode_changes);
    std::string wrong;
    convert_contract(control.contract, problem.dtype, wrong);
    return wrong;
  }

  /// Calls, and once more with other outputs beforehand if something looks unwritten.
  template <class Outputs, class Read>
  Outcome<Outputs> run(Request what, const Problem& problem, Tensors& tensors, Read read) {
    const Filling first = tensors.first_filling();
    Reply reply = call(what, problem, tensors, first);
    if (reply.status != CallStatus::ok) return {reply.status, std::move(reply.message), {}};
    Outputs outputs = read();
    const auto suspects = tensors.unwritten(first);
    if (suspects.empty()) return {CallStatus::ok, "", std::move(outputs)};
    const Filling second = first == Filling::numbers ? Filling::poison : Filling::other_poison;
    reply = call(what, problem, tensors, second);
    if (reply.status != CallStatus::ok) return {reply.status, std::move(reply.message), {}};
    std::string wrong = describe_unwritten(suspects, tensors.unwritten(second));
    if (!wrong.empty()) return {CallStatus::fault, std::move(wrong), {}};
    return {CallStatus::ok, "", std::move(outputs)};
  }

  Arena arena_;
  std::unique_ptr<Channel> channel_;
  std::string name_, version_, dialect_, load_note_;
  bool has_backward_ = false;
  bool has_double_backward_ = false;
};

}  // namespace

std::unique_ptr<Plugin> load_plugin(const std::filesystem::path& library,
                                    const HostOptions& options) {
  if (is_python(library.string())) {
    if (options.in_process) {
      throw LoadError(library.string() +
                      " needs a Python interpreter of its own: leave out --in-process");
    }
    if (!is_module(library.string())) require_readable(library, "a Python file in it");
    return std::make_unique<PluginImplementation>(find_python(library.string()), options);
  }
  require_readable(library, "a shared library or a Python file");
  require_whole_library(library);
  return std::make_unique<PluginImplementation>(std::filesystem::absolute(library), options);
}

std::unique_ptr<Plugin> adopt_plugin(const bn_plugin& plugin) {
  return std::make_unique<PluginImplementation>(plugin);
}

}  // namespace bncheck::host
