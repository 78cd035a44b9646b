/* Gives the new batch the weight of the old ones. */
#define bn_plugin_entry template_entry
#include "plugin_template.c"
#undef bn_plugin_entry

static bn_status swapped(const bn_forward_args* args) {
  bn_forward_args copy = *args;
#ifdef BNCHECK_TEST_BEFORE
  BNCHECK_TEST_BEFORE
#endif
  copy.momentum = 1 - args->momentum;
  return template_entry(BN_PLUGIN_ABI_VERSION)->forward(&copy);
}

const bn_plugin* bn_plugin_entry(uint32_t version) {
  static bn_plugin plugin;
  plugin = *template_entry(BN_PLUGIN_ABI_VERSION);
  plugin.forward = swapped;
  return version == BN_PLUGIN_ABI_VERSION ? &plugin : 0;
}
