#include "bncheck/commands/implementations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>

#include "bncheck/commands/numbers.h"
#include "bncheck/host/host.h"
#include "bncheck/host/own_files.h"
#include "bncheck/host/python_worker.h"
#include "bncheck/mutants/catalogue.h"
#include "core/suggestion.h"

namespace bncheck::commands {
namespace {

namespace fs = std::filesystem;

/// Where the program's own implementations lie, and how their files end.
struct Shelf {
  fs::path folder;
  std::string extension;
};

fs::path adapter_folder() { return host::own_files("adapters", BNCHECK_ADAPTER_FOLDER); }

std::vector<Shelf> shelves() { return {{host::own_plugins(), ".so"}, {adapter_folder(), ".py"}}; }

/// The honest variants that the tests verify.
Shelf variants() { return {host::own_plugins() / "../variants", ".so"}; }

std::vector<std::string> names_on(const std::vector<Shelf>& of) {
  std::vector<std::string> names;
  std::error_code none;
  for (const Shelf& shelf : of) {
    for (const fs::directory_entry& entry : fs::directory_iterator(shelf.folder, none)) {
      const fs::path& file = entry.path();
      const bool is_shared_part = file.stem().string().starts_with('_');
      if (file.extension() == shelf.extension && !is_shared_part) names.push_back(file.stem());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Returns the entry point of an adapter that is named as ADAPTER:ATTR, or nothing.
fs::path find_entry_point(const std::string& name) {
  const auto colon = name.find(':');
  const fs::path adapter = adapter_folder() / (name.substr(0, colon) + ".py");
  std::error_code none;
  if (colon == std::string::npos || !fs::exists(adapter, none)) return {};
  return "py:" + adapter.string() + name.substr(colon);
}

/// Refuses a source file, with what makes a shared library of it.
void refuse_source(const std::string& name) {
  const std::string extension = fs::path(name).extension();
  std::string compiler = "cc";
  if (extension == ".cpp" || extension == ".cc" || extension == ".cxx") compiler = "c++";
  if (extension == ".cu") compiler = "nvcc -Xcompiler";
  if (compiler == "cc" && extension != ".c") return;
  throw host::LoadError(fmt::format(
      "{} is source code: make a shared library of it, {} -fPIC -O2 -shared {} -o {} -lm", name,
      compiler, quoted(name), quoted(fs::path(name).replace_extension(".so").string())));
}

}  // namespace

std::vector<std::string> built_in_names() { return names_on(shelves()); }

std::vector<std::string> variant_names() { return names_on({variants()}); }

fs::path find_implementation(const std::string& name) {
  refuse_source(name);
  const bool is_path = name.find('/') != std::string::npos || fs::path(name).extension() == ".so";
  if (is_path || host::is_python(name)) return name;
  std::error_code none;
  std::vector<Shelf> known = shelves();
  known.push_back(variants());
  for (const Shelf& shelf : known) {
    const fs::path file = shelf.folder / (name + shelf.extension);
    if (fs::exists(file, none)) return file;
  }
  if (const fs::path entry_point = find_entry_point(name); !entry_point.empty()) return entry_point;
  for (const mutants::Mutant& mutant : mutants::catalogue()) {
    if (mutant.name == name) return mutants::library_of(mutant);
  }
  // A folder such as "." is refused by what it is.
  if (fs::exists(name, none)) return name;
  throw host::LoadError(fmt::format(
      "there is no implementation '{0}'{2}; built in are {1}; give a path to a shared library "
      "such as ./{0}.so, to a Python file such as {0}.py, or py:{0} for a module of your own",
      name, fmt::join(built_in_names(), ", "), suggestion(name, built_in_names())));
}

void add_python_option(CLI::App& command, OpenOptions& options) {
  command.add_option(
      "--python", options.python,
      "the interpreter of a Python implementation; default: $BNCHECK_PYTHON, that of "
      "the active virtual environment, or python3");
}

void add_worker_options(CLI::App& command, OpenOptions& options) {
  command.add_option("--memory-limit", options.memory_limit,
                     "how many MiB it may allocate; default: three quarters of the memory");
  add_python_option(command, options);
}

runner::OpenImplementation opener(const std::string& name, const OpenOptions& options) {
  host::HostOptions chosen;
  chosen.in_process = options.in_process;
  chosen.python = options.python;
  if (!options.memory_limit.empty()) {
    constexpr std::uint64_t kMost = std::uint64_t{1} << 30;  // 2^50 bytes
    chosen.memory_limit = read_count("--memory-limit", options.memory_limit, 1, kMost) << 20;
  }
  return [library = find_implementation(name),
          chosen](std::chrono::milliseconds case_timeout) -> std::unique_ptr<Implementation> {
    host::HostOptions timed = chosen;
    timed.case_timeout = case_timeout;
    return host::load_plugin(library, timed);
  };
}

std::string notes_on(const Implementation& implementation) {
  std::string notes;
  if (const auto* plugin = dynamic_cast<const host::Plugin*>(&implementation);
      plugin != nullptr && !plugin->load_note().empty()) {
    notes += "\nnote: loading it " + plugin->load_note() + "; this is undone before every call";
  }
  if (!implementation.has_backward()) {
    notes += "\nnote: it offers no backward; the laws of gradients are skipped";
  } else if (!implementation.has_double_backward()) {
    notes += "\nnote: it offers no double backward; its laws are skipped";
  }
  return notes;
}

std::string called_as() {
  std::ifstream words("/proc/self/cmdline");
  std::string first;
  std::getline(words, first, '\0');
  return first.empty() ? "bncheck" : commands::quoted(first);  // not std::quoted
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
