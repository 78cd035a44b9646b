// The same, correctly rounded.
#include "cuda/device.cuh"
#include "cuda/kernels/device_run.cuh"
#include "cuda/kernels/device_run_rounded.cuh"

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin =
      cuda::plugin_of<cuda::Device, cuda::RoundedOperations>("cuda-rounded");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
