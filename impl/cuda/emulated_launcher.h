#pragma once

#include <cstddef>
#include <cstring>

#include "cuda/emulation/executor.h"
#include "cuda/plan.h"

namespace cuda {

/// Runs kernels on the CPU, as if on this machine.
class EmulatedLauncher {
 public:
  EmulatedLauncher(const Machine& machine, const emulation::Schedule& schedule)
      : machine_(machine), schedule_(schedule) {}

  const Machine& machine() const { return machine_; }
  /// Counts what all kernels loaded and stored.
  const emulation::Traffic& traffic() const { return traffic_; }

  template <class Kernel>
  void launch(const Grid& grid, const Kernel& kernel) {
    traffic_ += emulation::launch(grid, kernel, schedule_).traffic;
  }
  void zero(void* memory, std::size_t bytes) const { std::memset(memory, 0, bytes); }

 private:
  Machine machine_;
  emulation::Schedule schedule_;
  emulation::Traffic traffic_;
};

}  // namespace cuda
