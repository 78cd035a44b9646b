#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/conclusion.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/host/own_files.h"
#include "bncheck/report/describe.h"
#include "bncheck/report/golden_difference.h"
#include "bncheck/report/grouping.h"
#include "bncheck/runner/golden_check.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

namespace fs = std::filesystem;

/// The golden files that come with the program.
std::string own_folder() { return host::own_files("golden", BNCHECK_GOLDEN_FOLDER); }

struct Arguments {
  std::string implementation;
  std::string folder = own_folder();
  std::string output;
  std::string folder_a;
  std::string folder_b;
  std::string python = "python3";
  OpenOptions open;
  bool all = false;
  bool check = false;
};

/// Prints what does not pass and returns the totals: failures in full; what was not decided once
/// for each reason, or likewise in full if each is asked for.
template <class Judge>
runner::LawTotals judge_all(const std::vector<golden::TestVector>& vectors, const Judge& judge,
                            bool each_in_full) {
  runner::LawTotals totals;
  report::Grouping undecided;
  for (const golden::TestVector& vector : vectors) {
    const Judgement judgement = judge(vector);
    totals.add(judgement);
    if (judgement.verdict == Verdict::pass) continue;
    if (judgement.verdict < Verdict::fail && !each_in_full) {
      undecided.add(vector.id, judgement);
      continue;
    }
    fmt::print("{:<12} {}: {}\n{}", to_string(judgement.verdict), vector.id, vector.title,
               report::describe(judgement));
  }
  fmt::print("{}", undecided.text());
  return totals;
}

void print_totals(std::string_view what, const runner::LawTotals& totals) {
  fmt::print("{}: {} passed, {} failed, {} inconclusive, {} skipped{}\n", what, totals.passed,
             totals.failed, totals.inconclusive, totals.skipped,
             totals.worst_passing_ratio == 0
                 ? ""
                 : "; largest error: " + report::part_of_budget(totals.worst_passing_ratio));
}

int check(const Arguments& arguments) {
  std::unique_ptr<Implementation> implementation;
  if (!arguments.implementation.empty()) {
    implementation = opener(arguments.implementation, arguments.open)(std::chrono::seconds(5));
  }
  const std::vector<golden::TestVector> vectors = golden::read_vectors(arguments.folder);
  runner::LawTotals all = judge_all(vectors, runner::certify, arguments.all);
  print_totals(fmt::format("{} vectors certified by the oracle", vectors.size()), all);
  unsigned properties = 1;
  if (implementation != nullptr) {
    const auto compare = [&](const golden::TestVector& vector) {
      return runner::compare(vector, *implementation);
    };
    const runner::LawTotals compared = judge_all(vectors, compare, arguments.all);
    print_totals(fmt::format("{} compared with them", arguments.implementation), compared);
    all.passed += compared.passed;
    all.failed += compared.failed;
    all.inconclusive += compared.inconclusive;
    all.skipped += compared.skipped;
    ++properties;
  }
  fmt::print("{}", report::tally(properties, vectors.size(), all));
  return conclude(all);
}

int diff(const Arguments& arguments) {
  const std::vector<golden::TestVector> a = golden::read_vectors(arguments.folder_a);
  const std::vector<golden::TestVector> b = golden::read_vectors(arguments.folder_b);
  const golden::FolderDifference found = golden::difference(a, b);
  fmt::print("{}", report::describe(found));
  return report::is_equal(found) ? 0 : 1;
}

/// Runs a program and returns its exit status; 127 if it could not be started. What it prints
/// goes into the log if one is named.
int run_program(const std::vector<std::string>& words, const char* log = nullptr) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    if (log != nullptr) {
      const int file = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0644);
      dup2(file, STDOUT_FILENO);
      dup2(file, STDERR_FILENO);
    }
    execvp(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return 127;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

/// Where the pinned PyTorch is kept between runs.
fs::path environment_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  const fs::path base = cache != nullptr  ? fs::path(cache)
                        : home != nullptr ? fs::path(home) / ".cache"
                                          : fs::temp_directory_path();
  return base / "bncheck" / "golden-venv";
}

/// Makes the virtual environment of the generator, once, and returns its Python.
std::string prepared_python(const std::string& python) {
  const fs::path folder = environment_folder();
  const fs::path requirements = fs::path(own_folder()) / "requirements.txt";
  const std::string own = folder / "bin" / "python";
  const fs::path done = folder / "complete";
  if (fs::exists(done)) return own;
  fmt::print("installing the pinned PyTorch into {}\n", folder.string());
  std::fflush(stdout);
  if (run_program({python, "-m", "venv", folder}) != 0) {
    throw UsageError("cannot make a virtual environment with " + python +
                     ": install python3-venv, or name another with --python");
  }
  const fs::path log = folder / "pip.log";  // pip's warnings are of use only if it fails
  if (run_program({own, "-m", "pip", "install", "--quiet", "-r", requirements}, log.c_str()) != 0 ||
      run_program({"touch", done}) != 0) {
    std::cerr << std::ifstream(log).rdbuf() << std::flush;
    throw UsageError("cannot install " + requirements.string() + " into " + folder.string());
  }
  return own;
}

/// The folder to write: that of the sources, if none is named. Those of a package stay as they are.
std::string output_of(const Arguments& arguments) {
  if (!arguments.output.empty() || arguments.check) return arguments.output;
  if (own_folder() == BNCHECK_GOLDEN_FOLDER) return own_folder();
  throw UsageError(
      "golden generate: name a folder to write with --output; the golden files that are installed "
      "in " +
      own_folder() + " stay as they are");
}

int generate(const Arguments& arguments) {
  const std::string output = output_of(arguments);
  std::vector<std::string> words = {prepared_python(arguments.python),
                                    fs::path(own_folder()) / "generate.py", "--output",
                                    output.empty() ? own_folder() : output};
  if (arguments.check) {
    words.emplace_back("--check");
  } else {
    words.insert(words.end(), {"--inputs", own_folder()});
  }
  return run_program(words);
}

}  // namespace

void add_golden(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("golden", "Work with the golden files: what PyTorch answers");
  command->require_subcommand(1);
  CLI::App* check_command = command->add_subcommand(
      "check", "Certify every vector against the oracle, and hold an implementation to them");
  check_command->add_option("IMPL", arguments->implementation, kImplementationHelp);
  check_command
      ->add_option("--vectors", arguments->folder,
                   "the folder that holds manifest.json and vectors/")
      ->capture_default_str();
  add_python_option(*check_command, arguments->open);
  check_command->add_flag("--all", arguments->all,
                          "tell of every vector that was not decided, not only of every reason");
  check_command->callback([arguments, &exit_code] { exit_code = check(*arguments); });
  add_examples(*check_command, "  bncheck golden check ./my_batch_norm.so --all");
  CLI::App* diff_command = command->add_subcommand(
      "diff",
      "Tell in ulps what differs between two folders of vectors: exit 0 equal, 1 different");
  diff_command->add_option("A", arguments->folder_a, "holds manifest.json and vectors/")
      ->required();
  diff_command->add_option("B", arguments->folder_b, "likewise")->required();
  diff_command->callback([arguments, &exit_code] { exit_code = diff(*arguments); });
  add_examples(*diff_command, "  bncheck golden diff golden new_golden");
  CLI::App* generate_command = command->add_subcommand(
      "generate", "Ask the pinned PyTorch again about the stored inputs and write the files");
  generate_command->add_option(
      "--output", arguments->output,
      "the folder to write; default: that of the sources, where bncheck is in its build folder");
  generate_command->add_flag("--check", arguments->check, "write nothing; tell what would differ");
  generate_command
      ->add_option("--python", arguments->python, "the Python that makes the virtual environment")
      ->capture_default_str();
  generate_command->callback([arguments, &exit_code] { exit_code = generate(*arguments); });
  add_examples(*generate_command, "  bncheck golden generate --output new_golden");
}

}  // namespace bncheck::commands
