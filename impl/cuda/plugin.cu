// Batch norm on NVIDIA devices: kernels that read memory once where a channel fits on the chip.
#include <array>
#include <cstdint>

#include "cuda/device_machine.cuh"
#include "cuda/door.h"
#include "cuda/kernels/device_run.cuh"

namespace {

struct Device {
  static constexpr std::int32_t kDevice = BN_CUDA;
  static constexpr std::uint32_t kPiece = 1024;
  static constexpr std::int64_t kMostValues = INT64_MAX;

  static std::array<cuda::Machine, 1> machines() { return {cuda::current_machine(kPiece)}; }

  static cuda::DeviceLauncher launcher(void* stream) {
    return {machines().front(), static_cast<cudaStream_t>(stream)};
  }
};

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = cuda::plugin_of<Device>("cuda");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
