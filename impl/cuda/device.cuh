#pragma once

#include <array>
#include <cstdint>

#include "bn_plugin.h"
#include "cuda/device_machine.cuh"

namespace cuda {

/// The current CUDA device, for the door.
struct Device {
  static constexpr std::int32_t kDevice = BN_CUDA;
  static constexpr std::uint32_t kPiece = 1024;
  static constexpr std::int64_t kMostValues = INT64_MAX;

  static std::array<Machine, 1> machines() { return {current_machine(kPiece)}; }

  static DeviceLauncher launcher(void* stream) {
    return {machines().front(), static_cast<cudaStream_t>(stream)};
  }
};

}  // namespace cuda
