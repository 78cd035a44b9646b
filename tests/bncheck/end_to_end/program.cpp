#include "tests/bncheck/end_to_end/program.h"

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace bncheck::end_to_end {
namespace {

std::string contents(std::FILE* file) {
  std::string text;
  char buffer[4096];
  std::rewind(file);
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, file)) {
    text.append(buffer, size);
  }
  return text;
}

/// Becomes the program.
[[noreturn]] void become(const std::vector<std::string>& arguments) {
  std::vector<char*> argv = {const_cast<char*>(BNCHECK_PROGRAM)};
  // Tests that run in the background may ignore them.
  for (int each : {SIGINT, SIGTERM}) signal(each, SIG_DFL);
  for (const std::string& each : arguments) argv.push_back(const_cast<char*>(each.c_str()));
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  _exit(127);
}

std::vector<int> children_of(int parent) {
  const std::string process = std::to_string(parent);
  std::ifstream children("/proc/" + process + "/task/" + process + "/children");
  return {std::istream_iterator<int>(children), std::istream_iterator<int>()};
}

Finished end_of(pid_t child) {
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) throw std::runtime_error("no child");
  if (WIFEXITED(status)) return {WEXITSTATUS(status), "", "", 0};
  return {-1, "", "", WTERMSIG(status)};
}

}  // namespace

Running::Running(const std::vector<std::string>& arguments)
    : out_(std::tmpfile(), std::fclose), err_(std::tmpfile(), std::fclose) {
  if (!out_ || !err_) throw std::runtime_error("no temporary file");
  process_ = fork();
  if (process_ != 0) return;
  dup2(fileno(out_.get()), STDOUT_FILENO);
  dup2(fileno(err_.get()), STDERR_FILENO);
  become(arguments);
}

void Running::send(int signal) const { kill(process_, signal); }

bool Running::has_ended() const {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == process_;
}

std::vector<int> Running::workers() const {
  std::vector<int> all = children_of(process_);
  for (const int keeper : children_of(process_)) {
    for (const int worker : children_of(keeper)) all.push_back(worker);
  }
  return all;
}

Finished Running::wait() {
  Finished finished = end_of(process_);
  finished.out = contents(out_.get());
  finished.err = contents(err_.get());
  return finished;
}

Finished run(const std::vector<std::string>& arguments) { return Running(arguments).wait(); }

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
  finished.exit_code = end_of(child).exit_code;
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

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
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
