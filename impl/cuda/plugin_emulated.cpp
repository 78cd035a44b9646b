// The CUDA kernels on the CPU, where threads are fibers.
#include "cuda/door.h"
#include "cuda/emulated_device.h"

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin =
      cuda::plugin_of<cuda::Emulated, cuda::DoubleOperations>("cuda-emulated");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
