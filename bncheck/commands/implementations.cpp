#include "bncheck/commands/implementations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "bncheck/host/host.h"

namespace bncheck::commands {
namespace {

namespace fs = std::filesystem;

/// The folder of the program's own plug-ins, beside the folder of the program.
fs::path plugin_folder() { return fs::read_symlink("/proc/self/exe").parent_path() / "../plugins"; }

}  // namespace

std::vector<std::string> built_in_names() {
  std::vector<std::string> names;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(plugin_folder(), none)) {
    if (entry.path().extension() == ".so") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

fs::path find_implementation(const std::string& name) {
  const bool is_path = name.find('/') != std::string::npos || fs::path(name).extension() == ".so";
  if (is_path) return name;
  const std::vector<std::string> names = built_in_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return plugin_folder() / (name + ".so");
  }
  throw host::LoadError(fmt::format(
      "there is no implementation '{}'; built in are {}; give a path to a shared library "
      "such as ./{}.so for your own",
      name, fmt::join(names, ", "), name));
}

runner::OpenImplementation opener(const std::string& name, bool in_process) {
  return [library = find_implementation(name),
          in_process](std::chrono::milliseconds case_timeout) -> std::unique_ptr<Implementation> {
    host::HostOptions options;
    options.in_process = in_process;
    options.case_timeout = case_timeout;
    return host::load_plugin(library, options);
  };
}

std::string quoted(const std::string& word) {
  constexpr const char* kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+:,@%=";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

Dialect dialect_of(const Implementation& implementation, const std::string& asked_for) {
  return parse_dialect(asked_for.empty() ? implementation.dialect() : asked_for);
}

}  // namespace bncheck::commands
