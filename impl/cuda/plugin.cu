// Batch norm on NVIDIA devices: kernels that read memory once where a channel fits on the chip.
#include "cuda/device.cuh"
#include "cuda/door.h"
#include "cuda/kernels/device_run.cuh"

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = cuda::plugin_of<cuda::Device, cuda::DoubleOperations>("cuda");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
