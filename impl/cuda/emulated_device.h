#pragma once

#include <array>
#include <atomic>

#include "bn_plugin.h"
#include "cuda/emulated_launcher.h"

namespace cuda {

/// Machines too small for what is asked of them, so that all that kernels do on large tensors
/// happens on small ones, and in another order each time. Answers may not depend on any of it.
struct Emulated {
  static constexpr std::int32_t kDevice = BN_CPU;
  static constexpr std::uint32_t kPiece = 64;
  static constexpr std::int64_t kMostValues = 1 << 16;  // more would take seconds

  static const std::array<Machine, 5>& machines() {
    static const std::array<Machine, 5> kMachines = {{
        {2, 64, 8, 64 << 10, kPiece},  // clusters for nearly all
        {9, 32, 2, 16 << 10, kPiece},  // teams of a grid for what is too large for these
        {16, 96, 1, 6 << 10, kPiece},  // teams of many blocks
        {1, 64, 4, 12 << 10, kPiece},
        {1, 128, 1, 6 << 10, kPiece},  // passes for nearly all
    }};
    return kMachines;
  }

  static EmulatedLauncher launcher(void*) {
    static std::atomic<std::uint64_t> calls = 0;
    const std::uint64_t seed = ++calls;
    return {machines()[seed % machines().size()], {seed, 0}};
  }
};

}  // namespace cuda
