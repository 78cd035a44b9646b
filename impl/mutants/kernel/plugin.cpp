#include "mutants/kernel/mutant.h"

namespace mutants {
namespace {

Kernel* the_kernel = nullptr;

bn_status contract(const bn_forward_args* /*args*/, bn_contract* contract) {
  the_kernel->declare(*contract);
  return BN_OK;
}

bn_status supports(const bn_forward_args* args) {
  const bool is_known = args->struct_size >= offsetof(bn_forward_args, workspace);
  return is_known && args->device == BN_CPU ? BN_OK : BN_UNSUPPORTED;
}

bn_plugin described(const char* name) {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = name;
  plugin.version = "1";
  plugin.dialect = "pytorch";
  plugin.contract = contract;
  plugin.supports = supports;
  plugin.forward = [](const bn_forward_args* args) { return the_kernel->forward(*args); };
  plugin.backward = [](const bn_backward_args* args) { return the_kernel->backward(*args); };
  plugin.double_backward = [](const bn_double_backward_args* args) {
    return the_kernel->double_backward(*args);
  };
  return plugin;
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
  static const bn_plugin plugin = described(name);
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}

}  // namespace mutants
