#include "mutants/kernel/mutant.h"

namespace mutants {
namespace {

Kernel* the_kernel = nullptr;

bn_status contract(const bn_forward_args* /*args*/, bn_contract* contract) {
  the_kernel->declare(*contract);
  return BN_OK;
}

bn_status supports(const bn_forward_args* args) {
  return args->struct_size >= sizeof *args && args->device == BN_CPU ? BN_OK : BN_UNSUPPORTED;
}

}  // namespace

void Kernel::declare(bn_contract& contract) const {
  contract.element = contract.accumulator = contract.applied = BN_F64;
  contract.variance = BN_TWO_PASS;
  contract.apply = BN_DIRECT;
  contract.summation = BN_SEQUENTIAL;
  contract.flags = BN_DETERMINISTIC | BN_UNIFORM | BN_IN_PLACE | BN_DOUBLE_PARAMETERS;
}

const bn_plugin* plugin_of(Kernel& kernel, const char* name, std::uint32_t host_abi_version) {
  the_kernel = &kernel;
  static const bn_plugin plugin = {
      sizeof(bn_plugin),
      BN_PLUGIN_ABI_VERSION,
      name,
      "1",
      "pytorch",
      contract,
      supports,
      [](const bn_forward_args* args) { return the_kernel->forward(*args); },
      [](const bn_backward_args* args) { return the_kernel->backward(*args); },
      [](const bn_double_backward_args* args) { return the_kernel->double_backward(*args); },
      nullptr};
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}

}  // namespace mutants
