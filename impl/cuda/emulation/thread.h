#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cuda/emulation/context.h"
#include "cuda/emulation/fiber.h"
#include "cuda/emulation/shared_memory.h"

namespace emulation {

struct Thread;

/// Where so many threads wait until all have come.
struct Barrier {
  int first = 0, count = 0;  // its threads, among those that run
  int arrived = 0, exited = 0;
  Thread* waiting = nullptr;  // the first that arrived
  unsigned openings = 0;
  // What threads did before they came, ThreadSanitizer keeps under these addresses, in turn: who is
  // fast may come again before another has left.
  char seen[2] = {};
};

struct Warp {
  Barrier barrier;
  alignas(16) std::byte lanes[2 * Context::kLanes * Context::kLaneBytes];
};

struct Block {
  explicit Block(std::size_t shared_bytes) : memory(shared_bytes) {}

  SharedMemory memory;
  std::vector<Warp> warps;
  Barrier barrier;
  Barrier* cluster_barrier = nullptr;
  Block* cluster = nullptr;  // its first block
  int number = 0;
  int running = 0;  // of its threads
  char exits = 0;   // what threads did before, for ThreadSanitizer
};

struct Thread {
  enum class State { ready, waiting, exited };

  explicit Thread(int number);
  /// Sets the thread to the beginning of entry.
  void start(Fiber::Entry entry);
  bool overran_stack() const;
  /// Names it.
  std::string name() const;

  Fiber fiber;  // the first member: fibers are cast to threads
  Context context;
  Machine* machine = nullptr;
  Block* block = nullptr;
  State state = State::exited;
  std::int64_t order = 0;          // who comes first on an unfair schedule: the least
  const char* waits_in = nullptr;  // which of the functions it last called
  Context::Place place;            // and where that is

 private:
  std::size_t stack_bytes_;
  std::unique_ptr<std::byte[]> stack_;
};

/// "file:line".
std::string to_string(const Context::Place& place);
/// Where the thread waits, or last waited before it exited.
std::string waiting(const Thread& thread);
std::string exit_of(const Thread& thread);

}  // namespace emulation
