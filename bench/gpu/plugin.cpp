#include "bench/gpu/plugin.h"

#include <filesystem>

#include "bncheck/host/host.h"
#include "bncheck/host/library.h"

namespace bncheck::gpu_bench {

bn_plugin load_plugin(const std::string& path) {
  const bn_plugin plugin = host::load_library(std::filesystem::absolute(path)).plugin;
  if (plugin.device == BN_CUDA) return plugin;
  throw host::LoadError(path + " works on the CPU: time it with bncheck bench");
}

}  // namespace bncheck::gpu_bench
