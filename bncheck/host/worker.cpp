#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>

#include "bncheck/host/execute.h"
#include "bncheck/host/host.h"
#include "bncheck/host/library.h"
#include "bncheck/host/open_machine.h"

namespace bncheck::host {
namespace {

ControlBlock* crash_notes = nullptr;

/// Tells what the processor knows of the faulting access.
void describe_access([[maybe_unused]] void* context, [[maybe_unused]] FaultRecord& fault) {
#if defined(__x86_64__)
  const mcontext_t& machine = static_cast<ucontext_t*>(context)->uc_mcontext;
  constexpr greg_t kWriteBit = 2;  // of a page fault's error code: Intel SDM volume 3, 4.7
  fault.access = (machine.gregs[REG_ERR] & kWriteBit) != 0 ? 2 : 1;
  fault.stack_pointer = static_cast<std::uint64_t>(machine.gregs[REG_RSP]);
#endif
}

/// Records the crash, then lets the signal end the process as it would have. Async-signal-safe.
void on_crash(int signal, siginfo_t* info, void* context) {
  FaultRecord& fault = crash_notes->fault;
  if (fault.signal == 0) {
    fault.code = info->si_code;
    fault.address = reinterpret_cast<std::uint64_t>(info->si_addr);
    if (signal == SIGSEGV || signal == SIGBUS) describe_access(context, fault);
    fault.signal = signal;
  }
  raise(signal);  // pending until this returns; the handler was reset on entry
}

void watch_for_crashes(ControlBlock& control) {
  // A stack overflow leaves no room for the handler on the stack that overflowed.
  static std::array<std::byte, 65536> stack;
  crash_notes = &control;
  stack_t alternate{};
  alternate.ss_sp = stack.data();
  alternate.ss_size = stack.size();
  sigaltstack(&alternate, nullptr);
  struct sigaction action {};
  action.sa_sigaction = on_crash;
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND);
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    sigaction(signal, &action, nullptr);
  }
}

/// What stops the host with all its processes, such as a service manager's SIGTERM, is for the host
/// to obey, and not to be mistaken for a crash.
void leave_interruptions_to_host() {
  for (int each : {SIGINT, SIGTERM, SIGHUP}) signal(each, SIG_IGN);
}

/// Blocks until the host rings. Returns false once the host is gone.
bool wait_for_bell(int bell) {
  char byte = 0;
  ssize_t count = 0;
  do {
    count = read(bell, &byte, 1);
  } while (count < 0 && errno == EINTR);
  return count == 1;
}

/// Returns whether there still is a bell. A host that is gone is noticed by the next wait.
bool ring(int bell) {
  const char byte = 1;
  return send(bell, &byte, 1, MSG_NOSIGNAL) == 1 || errno == EPIPE;
}

/// Ends this process group when the host dies, even in the middle of a call: a thread sleeps until
/// the bell's stream ends. (PR_SET_PDEATHSIG would take the end of the thread that started the
/// worker for that of the host, and SIGIO may come for a byte that has been read already.)
void end_with_host(int bell) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);  // signals are for the thread that calls the plug-in
  std::thread([bell] {
    pollfd end_of_stream{bell, 0, 0};
    while (poll(&end_of_stream, 1, -1) < 0) {
    }
    kill(0, SIGKILL);
  }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

struct Loaded {
  Library library;
  std::unique_ptr<Machine> machine;
};

/// Loads the plug-in and starts what it works on; on failure the reason is in the control block.
std::optional<Loaded> load(const char* path, ControlBlock& control, int bell, int memory) {
  try {
    end_with_host(bell);
    Loaded loaded{load_library(path), nullptr};
    loaded.machine = open_machine(path, loaded.library.plugin, memory, Windows::Inputs::read_only);
    introduce(loaded.library, control);
    return loaded;
  } catch (const NoDevice& missing) {
    control.loaded = kNoDevice;
    copy_text(control.message, sizeof control.message, missing.what());
  } catch (const LoadError& error) {
    copy_text(control.message, sizeof control.message, error.what());
  } catch (const std::system_error& error) {  // no thread, or no memory, is left
    copy_text(control.message, sizeof control.message,
              (std::string("the worker process cannot start: ") + error.what()).c_str());
  }
  return std::nullopt;
}

void serve(const bn_plugin& plugin, ControlBlock& control, Machine& machine, int bell) {
  control.phase = Phase::idle;
  do {
    alarm(0);
    if (!ring(bell)) {
      control.phase = Phase::deaf;
      return;
    }
    if (machine.is_lost() || !wait_for_bell(bell)) return;
    alarm(control.alarm_seconds);
    execute(plugin, control, machine);
  } while (true);
}

bool parse_descriptor(std::string_view text, int& descriptor) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), descriptor);
  return error == std::errc() && end == text.data() + text.size() &&
         fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;  // not for what the plug-in may start
}

}  // namespace

int run_worker(int argc, const char* const* argv) {
  int bell = -1;
  int memory = -1;
  if (argc != 5 || std::string_view(argv[1]) != kWorkerFlag || !parse_descriptor(argv[3], bell) ||
      !parse_descriptor(argv[4], memory)) {
    return 2;
  }
  void* start = mmap(nullptr, kControlSize, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
  if (start == MAP_FAILED) return 2;
  ControlBlock& control = *static_cast<ControlBlock*>(start);
  const rlimit no_core{0, 0};  // crashes are expected here
  setrlimit(RLIMIT_CORE, &no_core);
  watch_for_crashes(control);
  leave_interruptions_to_host();
  alarm(control.alarm_seconds);
  control.phase = Phase::loading;
  const std::optional<Loaded> loaded = load(argv[2], control, bell, memory);
  if (loaded) {
    serve(loaded->library.plugin, control, *loaded->machine, bell);
  } else {
    ring(bell);
  }
  _exit(0);  // without the plug-in's destructors: nobody would hear of their crashes
}

}  // namespace bncheck::host
