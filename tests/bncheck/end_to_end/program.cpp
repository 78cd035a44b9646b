#include "tests/bncheck/end_to_end/program.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace bncheck::end_to_end {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

std::string contents(const File& file) {
  std::string text;
  char buffer[4096];
  std::rewind(file.get());
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, size);
  }
  return text;
}

/// Becomes the program.
[[noreturn]] void become(const std::vector<std::string>& arguments) {
  std::vector<char*> argv = {const_cast<char*>(BNCHECK_PROGRAM)};
  for (const std::string& each : arguments) argv.push_back(const_cast<char*>(each.c_str()));
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

int exit_code_of(pid_t child) {
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) throw std::runtime_error("no child");
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Finished run(const std::vector<std::string>& arguments) {
  const File out(std::tmpfile());
  const File err(std::tmpfile());
  if (!out || !err) throw std::runtime_error("no temporary file");
  const pid_t child = fork();
  if (child == 0) {
    dup2(fileno(out.get()), STDOUT_FILENO);
    dup2(fileno(err.get()), STDERR_FILENO);
    become(arguments);
  }
  const int exit_code = exit_code_of(child);
  return {exit_code, contents(out), contents(err)};
}

Finished run_on_terminal(const std::vector<std::string>& arguments) {
  Finished finished;
  int terminal = -1;
  const winsize size = {24, 80, 0, 0};
  const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) become(arguments);
  char buffer[4096];
  // Reading fails with EIO once the program has closed its side.
  for (ssize_t count; (count = read(terminal, buffer, sizeof buffer)) > 0;) {
    finished.out.append(buffer, static_cast<std::size_t>(count));
  }
  finished.exit_code = exit_code_of(child);
  close(terminal);
  return finished;
}

std::string broken(const std::string& name) {
  return std::string(BNCHECK_BROKEN_PLUGINS) + "/" + name + ".so";
}

std::string line_after(const std::string& text, const std::string& prefix) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.substr(0, prefix.size()) == prefix) return line.substr(prefix.size());
  }
  return "";
}

std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words = {""};
  bool quoted = false;
  for (const char c : command) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::vector<std::string> replay_arguments(const std::string& text) {
  return words_of(line_after(text, std::string("  replay    ") + BNCHECK_PROGRAM + " "));
}

Folder::Folder() {
  std::string name = std::filesystem::temp_directory_path() / "bncheck-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path = name;
}

Folder::~Folder() {
  std::error_code none;
  std::filesystem::remove_all(path, none);
}

}  // namespace bncheck::end_to_end
