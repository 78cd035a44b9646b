// The correctly rounded CUDA kernels on the CPU, where threads are fibers.
#include "cuda/emulated_device.h"
#include "cuda/rounded/operations.h"

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin =
      cuda::plugin_of<cuda::Emulated, cuda::RoundedOperations>("cuda-rounded-emulated");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
