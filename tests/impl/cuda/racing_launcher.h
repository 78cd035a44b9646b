#pragma once

#include <cstring>

#include "cuda/plan.h"
#include "tests/impl/cuda/barrier_places.h"

namespace cuda {

using emulation::BarrierPlaces;

/// Runs kernels on the CPU, without the barrier that is left out.
class RacingLauncher {
 public:
  RacingLauncher(const Machine& machine, const emulation::Schedule& schedule, BarrierPlaces& places)
      : machine_(machine), schedule_(schedule), places_(places) {}

  const Machine& machine() const { return machine_; }
  template <class Kernel>
  void launch(const Grid& grid, const Kernel& kernel) {
    emulation::launch(grid, Racing<Kernel>{kernel, places_}, schedule_);
  }
  void zero(void* memory, std::size_t bytes) const { std::memset(memory, 0, bytes); }

 private:
  template <class Kernel>
  struct Racing {
    const Kernel& kernel;
    BarrierPlaces& places;
    void operator()(emulation::Context& cx) const {
      emulation::RacingContext racing(cx, places);
      kernel(racing);
    }
  };

  const Machine& machine_;
  emulation::Schedule schedule_;
  BarrierPlaces& places_;
};

}  // namespace cuda
