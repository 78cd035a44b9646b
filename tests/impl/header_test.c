/* bn_plugin.h stands alone, in strict C11, and keeps the layout that plug-ins were compiled with.
 */
#include "bn_plugin.h"

_Static_assert(BN_PLUGIN_ABI_VERSION == 1u, "a new version needs new numbers here");
_Static_assert(sizeof(bn_tensor) == 32, "bn_tensor");
_Static_assert(offsetof(bn_forward_args, eps) == 24, "bn_forward_args.eps");
_Static_assert(offsetof(bn_forward_args, x) == 40, "bn_forward_args.x");
_Static_assert(offsetof(bn_forward_args, stream) == 40 + 8 * 32, "bn_forward_args.stream");
_Static_assert(offsetof(bn_backward_args, dy) == 32, "bn_backward_args.dy");
_Static_assert(offsetof(bn_backward_args, stream) == 32 + 10 * 32, "bn_backward_args.stream");
_Static_assert(offsetof(bn_double_backward_args, ddx) == 32 + 7 * 32, "ddx");
_Static_assert(offsetof(bn_contract, invsqrt_error_u) == 48, "bn_contract.invsqrt_error_u");
_Static_assert(offsetof(bn_plugin, name) == 16, "bn_plugin.name");

/* What plug-ins were compiled with before there was a workspace ends where it begins. */
_Static_assert(offsetof(bn_forward_args, workspace) == 40 + 8 * 32 + 8, "forward workspace");
_Static_assert(offsetof(bn_backward_args, workspace) == 32 + 10 * 32 + 8, "backward workspace");
_Static_assert(offsetof(bn_double_backward_args, workspace) == 32 + 13 * 32 + 8,
               "second workspace");
_Static_assert(offsetof(bn_plugin, device) == 16 + 9 * 8, "bn_plugin.device");

const bn_plugin* bn_plugin_entry(uint32_t host_abi_version) {
  static const bn_plugin plugin = {.struct_size = sizeof plugin};
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : NULL;
}
