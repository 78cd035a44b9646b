#include "bncheck/host/python_worker.h"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include "bncheck/host/host.h"
#include "bncheck/host/own_files.h"

namespace bncheck::host {
namespace {

namespace fs = std::filesystem;

constexpr const char* kModulePrefix = "py:";

bool is_program(const fs::path& path) {
  std::error_code none;
  return fs::is_regular_file(path, none) && access(path.c_str(), X_OK) == 0;
}

/// Returns the program as execvp would find it, or nothing.
fs::path on_search_path(const std::string& program) {
  const char* folders = std::getenv("PATH");
  std::istringstream stream(folders == nullptr ? "" : folders);
  for (std::string folder; std::getline(stream, folder, ':');) {
    const fs::path candidate = fs::path(folder.empty() ? "." : folder) / program;
    if (is_program(candidate)) return candidate;
  }
  return {};
}

fs::path find_interpreter(const fs::path& asked_for);

fs::path default_interpreter() {
  if (const char* named = std::getenv("BNCHECK_PYTHON"); named != nullptr && *named != 0) {
    return find_interpreter(named);
  }
  if (const char* environment = std::getenv("VIRTUAL_ENV"); environment != nullptr) {
    const fs::path own = fs::path(environment) / "bin" / "python";
    if (is_program(own)) return own;
  }
  fs::path found = on_search_path("python3");
  if (found.empty()) {
    throw LoadError("there is no python3 on PATH: install Python 3, or name one with --python");
  }
  return found;
}

fs::path find_interpreter(const fs::path& asked_for) {
  if (asked_for.empty()) return default_interpreter();
  const bool is_path = asked_for.has_parent_path();
  fs::path found = is_path ? asked_for : on_search_path(asked_for.string());
  if (!is_program(found)) {
    throw LoadError("there is no Python interpreter " + asked_for.string() +
                    ": name another with --python");
  }
  return found;
}

}  // namespace

bool is_module(const std::string& name) { return name.starts_with(kModulePrefix); }

bool is_python(const std::string& name) {
  return is_module(name) || fs::path(name).extension() == ".py";
}

fs::path find_python(const std::string& name) {
  return is_module(name) ? fs::path(name) : fs::absolute(name);
}

WorkerCommand python_command(std::vector<std::string> words, const fs::path& interpreter) {
  const fs::path python = find_interpreter(interpreter);
  words.front() = own_files("python", BNCHECK_PYTHON_FOLDER) / words.front();
  // -u: what the module prints is not lost when the process is killed; -B: no files are left beside
  // the module. The program's own name comes first, by which Python finds its virtual environment.
  words.insert(words.begin(), {python, "-u", "-B"});
  return {python, words};
}

WorkerCommand python_worker(const std::string& name, const fs::path& interpreter) {
  return python_command({"worker_main.py", name}, interpreter);
}

std::string discover_dialect(Implementation& implementation) {
  Problem bare;
  bare.shape = {2, 1, {}};
  bare.x = {-1, 1};
  Problem full = bare;  // a function that forgets that parameters may be absent answers this alone
  full.weight = full.running_var = {1};
  full.bias = full.running_mean = {0};
  for (DType dtype : {DType::f32, DType::f64, DType::f16, DType::bf16}) {
    bool refused = true;
    for (Problem problem : {bare, full}) {
      problem.dtype = dtype;
      const CallStatus saving = implementation.forward(problem, true).status;
      if (saving == CallStatus::ok) return "pytorch";
      if (saving == CallStatus::refused) continue;
      refused = false;
      const CallStatus plain = implementation.forward(problem, false).status;
      if (plain == CallStatus::ok) return "pytorch;saved=none";
    }
    if (!refused) break;
  }
  return "pytorch";
}

}  // namespace bncheck::host
