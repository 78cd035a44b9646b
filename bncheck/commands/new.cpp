#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/host/own_files.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

namespace fs = std::filesystem;

/// What one begins with in a language.
struct Beginning {
  std::string source;
  std::vector<std::string> headers;  ///< put beside it
  std::string compiler;              ///< and its options; empty where nothing is compiled
};

Beginning beginning_of(const fs::path& file) {
  const std::string extension = file.extension();
  const std::vector<std::string> headers = {"bn_plugin.h", "bn_simple.h"};
  if (extension == ".c") return {"simple_template.c", headers, "cc -std=c11"};
  if (extension == ".cpp" || extension == ".cc" || extension == ".cxx") {
    return {"simple_template.c", headers, "c++ -std=c++17"};
  }
  if (extension == ".py") return {"plugin_template.py", {}, ""};
  throw UsageError(
      fmt::format("cannot begin '{}': its name ends in .c, .cpp (.cc, .cxx) or .py; for others see "
                  "docs/adding.md",
                  file.string()));
}

fs::path template_file(const std::string& name) {
  return host::own_files("templates", BNCHECK_TEMPLATE_FOLDER) / name;
}

void copy_template(const std::string& name, const fs::path& to) {
  std::error_code failed;
  fs::copy_file(template_file(name), to, failed);
  if (failed) {
    throw UsageError(fmt::format("cannot write '{}': {}", to.string(), failed.message()));
  }
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// Puts the header beside the file, unless one is there: of a plug-in that was begun before.
void add_header(const std::string& name, const fs::path& folder) {
  const fs::path beside = folder / name;
  if (!fs::exists(beside)) {
    copy_template(name, beside);
    fmt::print("wrote {}\n", beside.string());
  } else if (text_of(beside) != text_of(template_file(name))) {
    fmt::print("kept {}, which differs from that of bncheck {}\n", beside.string(),
               BNCHECK_VERSION);
  }
}

/// Returns the path as `bncheck verify`, a compiler and a shell take it.
std::string as_path(const fs::path& file) {
  return quoted(file.has_parent_path() ? file.string() : "./" + file.string());
}

/// Returns the path as a compiler and a shell take it, without "./" where it can be left out.
std::string as_word(const fs::path& file) {
  return file.string().starts_with('-') ? as_path(file) : quoted(file.string());
}

void write_beginning(const fs::path& file) {
  const Beginning beginning = beginning_of(file);
  if (fs::exists(file)) throw UsageError(fmt::format("'{}' is there already", file.string()));
  copy_template(beginning.source, file);
  fmt::print("wrote {}\n", file.string());
  for (const std::string& header : beginning.headers) add_header(header, file.parent_path());
  if (beginning.compiler.empty()) {
    fmt::print("put your own code in, then\n  bncheck verify {}\n", as_path(file));
    return;
  }
  const fs::path library = fs::path(file).replace_extension(".so");
  fmt::print(
      "put your own code in, then\n  {} -O2 -shared -fPIC {} -o {} -lm\n  bncheck verify {}\n",
      beginning.compiler, as_word(file), as_word(library), as_path(library));
}

}  // namespace

void add_new(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("new", "Write a small implementation to put your own code into");
  auto file = std::make_shared<std::string>();
  command->add_option("FILE", *file, "what to write: a name that ends in .c, .cpp or .py")
      ->required();
  command->callback([file] { write_beginning(*file); });
  add_examples(*command, "  bncheck new my_batch_norm.c");
}

}  // namespace bncheck::commands
