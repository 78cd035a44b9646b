#pragma once

#include <cstdint>
#include <stdexcept>

#include "cuda/emulation/context.h"
#include "cuda/grid.h"

/// Runs kernels on the CPU: every thread is a fiber, and which of them goes on where several could
/// is drawn from a seed. docs/cuda.md tells what this finds.
namespace emulation {

/// Who goes on is drawn at every barrier, and before so many of the loads and stores. A fair
/// schedule draws anew each time. An unfair one draws an order of blocks, of their warps and
/// threads, and lets the first that can go on, until it comes last by one of those loads or stores:
/// so it finds what takes one to be far ahead of another (Burckhardt et al. 2010).
struct Schedule {
  std::uint64_t seed = 1;
  double yield_probability = 0;
  bool fair = true;
};

struct Report {
  Traffic traffic;
  std::uint64_t switches = 0;  // from thread to thread
};

/// What a device would punish by a fault, a hang or an arbitrary answer: tells what, which thread
/// of which block, and the line.
class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a thread runs: the kernel, and the thread's context.
using Body = void (*)(const void* kernel, Context& cx);

Report run(const cuda::Grid& grid, Body body, const void* kernel, const Schedule& schedule);

/// Runs the kernel in every thread of the grid, or throws a Fault. Threads that a Fault cuts short
/// are abandoned where they wait: kernels own nothing that must be destroyed.
template <class Kernel>
Report launch(const cuda::Grid& grid, const Kernel& kernel, const Schedule& schedule = {}) {
  const Body body = [](const void* callee, Context& cx) {
    (*static_cast<const Kernel*>(callee))(cx);
  };
  return run(grid, body, &kernel, schedule);
}

}  // namespace emulation
