// Batch norm on the CPU, correctly rounded, at the speed of memory; f64 as the plug-in fast.
#include "cpu/batch_norm.h"
#include "cpu/door.h"
#include "cpu/rounded/batch_norm.h"

namespace {

struct Rounded {
  template <class T>
  static void run(const bn_forward_args& args) {
    cpu::rounded::forward<T>(args);
  }
  template <class T>
  static void run(const bn_backward_args& args) {
    cpu::rounded::backward<T>(args);
  }
  template <class T>
  static void run(const bn_double_backward_args& args) {
    cpu::rounded::double_backward<T>(args);
  }

  static bn_contract contract(const bn_forward_args& args) {
    bn_contract contract = cpu::double_contract(args);
    if (args.x.dtype == BN_F64) return contract;
    contract.summation = BN_EXACT;
    contract.summation_height = 0;
    contract.flags |= BN_CORRECTLY_ROUNDED;
    return contract;
  }
};

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = cpu::plugin_of<Rounded>("cpu");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
