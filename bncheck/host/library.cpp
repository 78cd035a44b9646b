#include "bncheck/host/library.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "bncheck/host/float_mode.h"
#include "bncheck/host/host.h"

namespace bncheck::host {
namespace {

using Entry = decltype(&bn_plugin_entry);

// Where the first version of the header ended.
constexpr std::size_t kLeastSize = offsetof(bn_plugin, device);

/// Returns dlerror's text without the path that it often begins with.
std::string why_not(const std::filesystem::path& path) {
  const char* text = dlerror();
  std::string reason = text == nullptr ? "unknown reason" : text;
  const std::string prefix = path.string() + ": ";
  if (reason.starts_with(prefix)) reason.erase(0, prefix.size());
  return reason;
}

Entry find_entry(const std::filesystem::path& path) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    throw LoadError(path.string() + " cannot be loaded as a shared library: " + why_not(path));
  }
  void* entry = dlsym(handle, "bn_plugin_entry");
  if (entry == nullptr) {
    throw LoadError(path.string() + " exports no bn_plugin_entry: is it a bncheck plug-in?");
  }
  return reinterpret_cast<Entry>(entry);
}

void check(const std::string& path, const bn_plugin* plugin) {
  if (plugin == nullptr) {
    throw LoadError(path + " does not understand version " + std::to_string(BN_PLUGIN_ABI_VERSION) +
                    " of the plug-in ABI: its bn_plugin_entry returned NULL");
  }
  if (plugin->abi_version != BN_PLUGIN_ABI_VERSION) {
    throw LoadError(path + " was compiled for version " + std::to_string(plugin->abi_version) +
                    " of the plug-in ABI, and this program speaks version " +
                    std::to_string(BN_PLUGIN_ABI_VERSION) + ": compile it with this bn_plugin.h");
  }
  if (plugin->struct_size < kLeastSize) {
    throw LoadError(path + " describes itself in " + std::to_string(plugin->struct_size) +
                    " bytes instead of " + std::to_string(sizeof(bn_plugin)) +
                    ": set struct_size to sizeof(bn_plugin)");
  }
  if (plugin->name == nullptr) throw LoadError(path + " has no name: set bn_plugin's name");
  if (plugin->forward == nullptr) {
    throw LoadError(path + " offers no forward: set bn_plugin's forward");
  }
}

/// Copies what is there.
bn_plugin whole(const bn_plugin& given) {
  bn_plugin plugin = {};
  std::memcpy(&plugin, &given, std::min(given.struct_size, sizeof plugin));
  return plugin;
}

void check_device(const std::string& path, const bn_plugin& plugin) {
  if (plugin.device == 0 || plugin.device == BN_CPU || plugin.device == BN_CUDA) return;
  throw LoadError(path + " works on device " + std::to_string(plugin.device) +
                  ", which bn_plugin.h does not know: set bn_plugin's device to BN_CPU or BN_CUDA");
}

}  // namespace

Library load_library(const std::filesystem::path& path) {
  const FloatMode before;
  const Entry entry = find_entry(path);
  const bn_plugin* given = entry(BN_PLUGIN_ABI_VERSION);
  const std::uint32_t mode_changes = before.changes();
  before.restore();
  Library library = admit(path.string(), given);
  library.mode_changes = mode_changes;
  return library;
}

Library admit(const std::string& name, const bn_plugin* plugin) {
  check(name, plugin);
  const Library library = {whole(*plugin)};
  check_device(name, library.plugin);
  return library;
}

void introduce(const Library& library, ControlBlock& control) {
  const bn_plugin& plugin = library.plugin;
  copy_text(control.name, sizeof control.name, plugin.name);
  copy_text(control.version, sizeof control.version, plugin.version);
  copy_text(control.dialect, sizeof control.dialect,
            plugin.dialect == nullptr ? "pytorch" : plugin.dialect);
  control.has_backward = plugin.backward != nullptr;
  control.has_double_backward = plugin.double_backward != nullptr;
  control.load_mode_changes = library.mode_changes;
  control.loaded = 1;
}

void copy_text(char* to, std::size_t size, const char* from) {
  std::size_t length = 0;
  for (; from != nullptr && from[length] != '\0' && length + 1 < size; ++length) {
    const bool is_control = static_cast<unsigned char>(from[length]) < 0x20;
    to[length] = is_control ? ' ' : from[length];
  }
  to[length] = '\0';
}

}  // namespace bncheck::host
