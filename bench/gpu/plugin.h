#pragma once

#include <string>

#include "impl/bn_plugin.h"

namespace bncheck::gpu_bench {

/// Loads a shared library for good and returns its plug-in. Throws host::LoadError with the reason,
/// also if the plug-in works on the CPU.
bn_plugin load_plugin(const std::string& path);

}  // namespace bncheck::gpu_bench
