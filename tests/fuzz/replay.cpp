// Without libFuzzer: runs the harness on every file of the folders named. Exit status: 0, 1 if an
// input is a finding, 2 if there was no input. A crash or a hang ends it, and names its input
// first.
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;

constexpr unsigned kMostSeconds = 60;  // for one input: they take milliseconds

std::string current;

/// Async-signal-safe.
void on_crash(int number) {
  if (write(STDERR_FILENO, current.data(), current.size()) < 0) _exit(1);
  raise(number);
}

void watch_for_crashes() {
  struct sigaction action {};
  action.sa_handler = on_crash;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int each : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGALRM}) {
    sigaction(each, &action, nullptr);
  }
}

/// Returns whether the input is no finding.
bool holds(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string input{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  current = "a crash or a hang on " + file.string() + "\n";
  alarm(kMostSeconds);
  try {
    bncheck::fuzz::run(input);
    return true;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", file.c_str(), error.what());
    return false;
  }
}

}  // namespace

int main(int argc, char** argv) {
  watch_for_crashes();
  int inputs = 0, findings = 0;
  for (int i = 1; i < argc; ++i) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(argv[i])) {
      if (!entry.is_regular_file()) continue;
      ++inputs;
      if (!holds(entry.path())) ++findings;
    }
  }
  alarm(0);
  std::printf("%d inputs, %d findings\n", inputs, findings);
  return findings > 0 ? 1 : inputs == 0 ? 2 : 0;
}
