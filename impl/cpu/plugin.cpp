// Batch norm on the CPU, correctly rounded, at the speed of memory.
#include "cpu/rounded/operations.h"

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = cpu::plugin_of<cpu::RoundedOperations>("cpu");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
