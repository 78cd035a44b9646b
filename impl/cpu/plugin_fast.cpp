// Batch norm on the CPU, in double arithmetic, rounded once and certified by nobody.
#include "cpu/batch_norm.h"
#include "cpu/door.h"

namespace {

struct Fast {
  template <class T>
  void run(const bn_forward_args& args) const {
    cpu::forward<T>(args);
  }
  template <class T>
  void run(const bn_backward_args& args) const {
    cpu::backward<T>(args);
  }
  template <class T>
  void run(const bn_double_backward_args& args) const {
    cpu::double_backward<T>(args);
  }

  static bn_contract contract(const bn_forward_args& args) { return cpu::double_contract(args); }
};

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = cpu::plugin_of<Fast>("fast");
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}
