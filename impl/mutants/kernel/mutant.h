#pragma once

#include "mutants/kernel/kernel.h"

namespace mutants {

/// Returns the plug-in whose calls go to this kernel: there is one a library. NULL if it does not
/// understand the host's version.
const bn_plugin* plugin_of(Kernel& kernel, const char* name, std::uint32_t host_abi_version);

/// Chooses a number that belongs to a defect, such as the wrong eps or the length of a tile: that
/// of the mutant itself, or, where it is built as a variant to see whether it is recognized still,
/// another one.
template <class T>
constexpr T parameter([[maybe_unused]] T own, [[maybe_unused]] T other) {
#ifdef BN_MUTANT_VARIANT
  return other;
#else
  return own;
#endif
}

}  // namespace mutants

/// Makes a Kernel's subclass the library's plug-in. BN_MUTANT_NAME is set by the build.
#define BN_MUTANT(Type)                                                  \
  const bn_plugin* bn_plugin_entry(uint32_t host_abi_version) {          \
    static Type kernel;                                                  \
    return mutants::plugin_of(kernel, BN_MUTANT_NAME, host_abi_version); \
  }
