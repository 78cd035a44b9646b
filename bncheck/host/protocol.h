#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "bncheck/host/slots.h"
#include "impl/bn_plugin.h"

/// What host and worker write to each other. They share one memory file, which begins with a
/// ControlBlock; tensors lie behind it. The host writes a request, sends one byte over a stream
/// socket (the bell) and waits for one byte back; the end of the stream means that the other side
/// is gone. There are no pointers in the file but those that the worker reports as its own
/// addresses, so that a worker may be written in any language.
namespace bncheck::host {

enum class Request : std::int32_t { contract = 1, forward = 2, backward = 3, double_backward = 4 };

/// What the worker is doing: tells a crash in supports() from one in forward().
enum class Phase : std::int32_t {
  idle,
  loading,
  contract,
  supports,
  call,
  last_error,
  deaf,  ///< the plug-in closed the worker's file descriptors
  workspace,
  lost  ///< the plug-in broke its device: the worker has answered, and ends
};

/// What a worker that knows better than "an exception left the plug-in" answers in `threw`: the
/// message says what the implementation did wrong, as a sentence without its subject.
inline constexpr std::int32_t kSaysInMessage = 2;

/// What a worker answers in `threw` that has too little memory for the tensors of the request; the
/// message says what it could not have. The implementation was not called.
inline constexpr std::int32_t kNoMemory = 3;

/// What a worker answers in `loaded` that has no device for its plug-in; the message says why.
inline constexpr std::int32_t kNoDevice = -1;

/// Part of the memory file, whole pages: where the tensor of one slot lies. It only ever changes
/// when a larger one is needed, and then the worker maps it anew.
struct Window {
  std::uint64_t offset;  ///< in bytes from the start of the file
  std::uint64_t size;    ///< in bytes; 0 if the slot was never used
};

/// One tensor: offset in bytes from the start of the file, strides in elements, dtype as bn_dtype.
struct TensorRecord {
  std::uint64_t offset;
  std::int64_t shape[5];
  std::int64_t strides[5];
  std::int32_t ndim;
  std::int32_t dtype;
  std::int32_t present;  ///< 0: the tensor is absent
  std::int32_t reserved;
};

/// What the worker saw: its signal handler, but for out_of_memory.
struct FaultRecord {
  std::int32_t signal;  ///< 0: none
  std::int32_t code;    ///< si_code
  std::uint64_t address;
  std::uint64_t stack_pointer;  ///< 0 if not known
  std::int32_t access;          ///< 0: not known, 1: read, 2: write
  std::int32_t out_of_memory;   ///< 1: the last call was refused memory
};

/// Where the workspace of the call lies, in the worker's addresses; all 0: there is none.
struct WorkspaceRecord {
  std::uint64_t inner_begin, inner_end;  ///< between the guards
  std::uint64_t begin, end;
};

struct ControlBlock {
  // The host's request.
  Request request;
  std::int32_t mode;  ///< bn_mode
  double eps;
  double momentum;
  std::uint64_t memory_limit;  ///< in bytes, beyond what the worker needs itself; 0: none
  std::int32_t threads;        ///< as in bn_plugin.h
  std::int32_t in_place;       ///< 1: x is where y is, or dy where dx is
  std::array<Window, kSlotCount> windows;
  std::array<TensorRecord, kSlotCount> tensors;

  // The worker's answer to it.
  Phase phase;
  std::int32_t status;  ///< bn_status
  std::int32_t threw;   ///< 1: an exception left the plug-in; or kSaysInMessage
  bn_contract contract;
  std::uint32_t mode_changes;  ///< float_mode.h
  FaultRecord fault;
  std::array<std::uint64_t, kSlotCount> addresses;  ///< of the windows, in the worker
  char message[1024];  ///< last_error, or why the library could not be loaded; all texts end in 0

  // The plug-in, once it is loaded.
  std::int32_t loaded;  ///< 1, or 0 if it cannot be, or kNoDevice
  std::int32_t has_backward;
  std::int32_t has_double_backward;
  std::uint32_t load_mode_changes;
  char name[128];
  char version[128];
  char dialect[256];  ///< empty: not declared, to be found out

  // What only the worker of shared libraries answers.
  WorkspaceRecord workspace;
};

/// The space that the control block has at the start of the file.
inline constexpr std::size_t kControlSize = 16384;
static_assert(sizeof(ControlBlock) <= kControlSize);

}  // namespace bncheck::host
