#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

#include "bncheck/host/descriptor_word.h"
#include "bncheck/host/execute.h"
#include "bncheck/host/host.h"
#include "bncheck/host/keeper.h"
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
    fault.out_of_memory = errno == ENOMEM ? 1 : 0;
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

/// Limits what the plug-in may allocate, so that one that leaks does not take the machine with it.
/// What is mapped already is not counted: a sanitizer maps terabytes. (RLIMIT_AS would count guard
/// pages and address space that CUDA reserves.)
void limit_memory(std::uint64_t bytes) {
  rlimit limit{};
  if (bytes == 0 || getrlimit(RLIMIT_DATA, &limit) != 0) return;
  std::uint64_t pages = 0;
  std::ifstream statm("/proc/self/statm");
  for (int field = 0; field < 6; ++field) statm >> pages;  // the sixth: data and stack
  const std::uint64_t present = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, present + bytes);
  setrlimit(RLIMIT_DATA, &limit);
}

/// A driver maps as much as its device has, and more.
void unlimit_memory(ControlBlock& control) {
  rlimit limit{};
  if (getrlimit(RLIMIT_DATA, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_DATA, &limit);
  control.memory_limit = 0;
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

struct Loaded {
  Library library;
  std::unique_ptr<Machine> machine;
};

/// Loads the plug-in and starts what it works on; on failure the reason is in the control block.
std::optional<Loaded> load(const char* path, ControlBlock& control, int memory) {
  try {
    Loaded loaded{load_library(path), nullptr};
    if (loaded.library.plugin.device == BN_CUDA) unlimit_memory(control);
    loaded.machine = open_machine(path, loaded.library.plugin, memory, Windows::Inputs::read_only);
    introduce(loaded.library, control);
    return loaded;
  } catch (const NoDevice& missing) {
    control.loaded = kNoDevice;
    copy_text(control.message, sizeof control.message, missing.what());
  } catch (const LoadError& error) {
    copy_text(control.message, sizeof control.message, error.what());
  } catch (const std::system_error& error) {  // no memory is left
    copy_text(control.message, sizeof control.message,
              (std::string("the worker process cannot start: ") + error.what()).c_str());
  }
  return std::nullopt;
}

void serve(const bn_plugin& plugin, ControlBlock& control, Machine& machine, int bell) {
  control.phase = Phase::idle;
  do {
    if (!ring(bell)) {
      control.phase = Phase::deaf;
      return;
    }
    if (machine.is_lost() || !wait_for_bell(bell)) return;
    execute(plugin, control, machine);
  } while (true);
}

}  // namespace

int run_worker(int argc, const char* const* argv) {
  if (argc > 2 && std::string_view(argv[2]) == kKeepWord) return run_keeper(argc, argv);
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
  limit_memory(control.memory_limit);
  control.phase = Phase::loading;
  const std::optional<Loaded> loaded = load(argv[2], control, memory);
  if (loaded) {
    serve(loaded->library.plugin, control, *loaded->machine, bell);
  } else {
    ring(bell);
  }
  _exit(0);  // without the plug-in's destructors: nobody would hear of their crashes
}

}  // namespace bncheck::host
