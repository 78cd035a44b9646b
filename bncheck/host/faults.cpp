#include "bncheck/host/faults.h"

#include <signal.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "bncheck/host/windows.h"
#include "core/dtype.h"

namespace bncheck::host {
namespace {

// Below this Linux maps nothing: vm.mmap_min_addr's default.
constexpr std::uint64_t kLowestAddress = 65536;
// A stack overflow faults at most this far from the stack pointer: compilers probe larger frames
// page by page.
constexpr std::uint64_t kStackReach = 65536;
// Nearer than one vector register (512 bits) is "just" past.
constexpr std::uint64_t kJust = 64;

constexpr const char* kAnsweredTwice =
    "answered too early or twice: it wrote to its worker's socket, or forked and returned";
constexpr const char* kClosedDescriptors = "closed file descriptors that are not its own";

std::string verb(const FaultRecord& fault) {
  static constexpr std::array<const char*, 3> kVerbs = {"wrote or read", "read", "wrote"};
  return kVerbs[static_cast<std::size_t>(std::clamp(fault.access, 0, 2))];
}

/// One tensor of the call, in the worker's addresses.
struct Region {
  std::string name;
  bool input;
  bool far;  ///< the gaps between its elements are closed
  std::uint64_t window_begin, window_end, begin, end;
};

Region region_of(const ControlBlock& control, std::size_t i) {
  const TensorRecord& record = control.tensors[i];
  const Window& window = control.windows[i];
  const Strided layout = layout_of(record);
  const std::uint64_t bytes =
      static_cast<std::uint64_t>(layout.span()) * size_of(static_cast<DType>(record.dtype));
  const auto slot = static_cast<Slot>(i);
  Region region{std::string(name_of(slot)),
                is_input(slot),
                layout.far_axis().has_value(),
                control.addresses[i],
                0,
                0,
                0};
  region.window_end = region.window_begin + window.size;
  region.begin = region.window_begin + (record.offset - window.offset);
  region.end = region.begin + bytes;
  if (control.phase == Phase::idle) {  // where it lay in the earlier call is not known any more
    region.begin = region.window_begin;
    region.end = region.window_end;
  }
  return region;
}

Region region_of(const WorkspaceRecord& record) {
  return {"its workspace",  false,        false,     record.inner_begin,
          record.inner_end, record.begin, record.end};
}

std::string distance(std::uint64_t bytes) {
  return bytes < kJust ? "just" : std::to_string(bytes) + " bytes";
}

/// Returns what an access at the address did to this tensor; empty if it is none of its business.
std::string describe_access(const FaultRecord& fault, const Region& region) {
  const std::uint64_t at = fault.address;
  if (at < region.window_begin - kGuardSize || at >= region.window_end + kGuardSize) return "";
  const std::string name = region.input ? "its input " + region.name : region.name;
  if (at >= region.end) {
    return verb(fault) + " " + distance(at - region.end) + " past the end of " + name;
  }
  if (at < region.begin) {
    return verb(fault) + " " + distance(region.begin - at - 1) + " before the start of " + name;
  }
  const bool to_input = region.input && fault.access == 2;
  if (region.far && !to_input) return verb(fault) + " in the gaps between the elements of " + name;
  if (to_input || fault.signal != SIGSEGV) return verb(fault) + " to " + name;
  return "used " + name + ", which it had " +
         (fault.code == SEGV_MAPERR ? "unmapped" : "made inaccessible");
}

std::string describe_address(const FaultRecord& fault, const ControlBlock& control) {
  if (fault.code == SI_KERNEL) return "used an address that no memory can have";
  if (fault.address < kLowestAddress) return "dereferenced a null pointer";
  if (control.workspace.inner_end != 0) {
    const std::string text = describe_access(fault, region_of(control.workspace));
    if (!text.empty()) return text;
  }
  for (std::size_t i = 0; i < kSlotCount; ++i) {
    if (control.tensors[i].present == 0) continue;
    const std::string text = describe_access(fault, region_of(control, i));
    if (!text.empty()) return text;
  }
  const std::uint64_t down = fault.stack_pointer - fault.address + kStackReach;
  if (fault.stack_pointer != 0 && down < 2 * kStackReach) return "overflowed its stack";
  char hexadecimal[32];
  std::snprintf(hexadecimal, sizeof hexadecimal, "0x%llx",
                static_cast<unsigned long long>(fault.address));
  return verb(fault) + " at " + hexadecimal + ", which is not its own";
}

std::string signal_name(int signal) {
  const char* name = sigabbrev_np(signal);
  return name == nullptr ? "signal " + std::to_string(signal) : std::string("SIG") + name;
}

std::string describe_signal(int signal, const ControlBlock& control) {
  const FaultRecord& fault = control.fault;
  if (signal == SIGKILL) return "was killed by SIGKILL, perhaps for want of memory";
  const std::string crashed = "crashed with " + signal_name(signal);
  if (fault.signal != signal) return crashed;
  switch (signal) {
    case SIGSEGV:
    case SIGBUS:
      // A code that is not positive means that a process sent the signal.
      return fault.code > 0 ? crashed + ": " + describe_address(fault, control) : crashed;
    case SIGABRT: return crashed + ": it called abort, as a failed assertion does";
    case SIGFPE:
      return fault.code == FPE_INTDIV ? crashed + ": divided an integer by zero" : crashed;
    default: return crashed;
  }
}

std::string in_words(std::chrono::milliseconds time) {
  const auto count = time.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

const char* describe_phase(Phase phase) {
  switch (phase) {
    case Phase::idle: return " after an earlier call had returned";
    case Phase::loading: return " while it was loaded";
    case Phase::contract: return " when asked for its contract";
    case Phase::supports: return " when asked what it supports";
    case Phase::call: return "";
    case Phase::last_error: return " when asked for its last error";
    case Phase::workspace: return " when asked for its workspace";
    case Phase::deaf:
    case Phase::lost: return "";
  }
  return "";
}

std::string describe_end(const Answer& answer, const ControlBlock& control,
                         std::chrono::milliseconds limit) {
  switch (answer.kind) {
    case Answer::Kind::answered: return "";
    case Answer::Kind::exited:
      return "left without returning: exit code " + std::to_string(answer.code);
    case Answer::Kind::signalled: return describe_signal(answer.code, control);
    case Answer::Kind::hung: return "did not return within " + in_words(limit);
    case Answer::Kind::silent: return kClosedDescriptors;
    case Answer::Kind::unkept: return "was left alone: its parent process was killed";
    case Answer::Kind::forged: return kAnsweredTwice;
    case Answer::Kind::not_started: return "could not be started";
  }
  return "";
}

}  // namespace

std::string describe_fault(const Answer& answer, const ControlBlock& control,
                           std::chrono::milliseconds limit) {
  if (control.phase == Phase::deaf) return kClosedDescriptors;
  const std::string fault = describe_end(answer, control, limit) + describe_phase(control.phase);
  const bool crashed = answer.kind == Answer::Kind::signalled;
  return crashed ? fault + note_on_memory(control) : fault;
}

std::string note_on_memory(const ControlBlock& control) {
  constexpr std::uint64_t kMebibyte = 1 << 20;
  if (control.memory_limit == 0 || control.fault.out_of_memory != 1) return "";
  return " (it was refused memory: its limit is " +
         std::to_string(control.memory_limit / kMebibyte) + " MiB)";
}

}  // namespace bncheck::host
