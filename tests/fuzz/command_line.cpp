// The words behind bncheck verify, bncheck bench and gpu_bench, one a line: durations, numbers,
// shards, shapes, types, layouts. What they mean is refused or understood.
#include <CLI/CLI.hpp>

#include "bench/gpu/options.h"
#include "bncheck/commands/bench_options.h"
#include "bncheck/commands/verify_options.h"
#include "core/error.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {
namespace {

std::vector<std::string> words_of(std::string_view input) {
  std::vector<std::string> words;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size());
    words.emplace_back(
        input.substr(0, input.substr(0, end).find('\0')));  // as a kernel hands it on
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  return words;
}

std::vector<const char*> argv_of(const std::vector<std::string>& words) {
  std::vector<const char*> argv = {"bncheck"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  return argv;
}

/// Reads the words as the program does; the parser's own refusals are as clear as ours.
void parse(CLI::App& command, const std::vector<std::string>& words) {
  const std::vector<const char*> argv = argv_of(words);
  try {
    command.parse(static_cast<int>(argv.size()), argv.data());
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
}

void verify(const std::vector<std::string>& words) {
  commands::VerifyArguments arguments;
  CLI::App command;
  commands::add_verify_options(command, arguments);
  parse(command, words);
  // Files have harnesses of their own, and a regular expression is run by the standard library.
  arguments.known_failures.clear();
  arguments.corpus.clear();
  arguments.property.clear();
  const runner::CampaignOptions options = commands::read_options(arguments);
  require(options.cases > 0 && options.jobs > 0 && !options.laws.empty(), "a campaign does work");
  require(options.shard.number >= 1 && options.shard.number <= options.shard.count, "a shard");
  for (const Case& each : options.listed) {
    require(each.shape.size() > 0 && each.shape.size() <= kLargestCase,
            "a listed case is possible");
  }
}

void bench(const std::vector<std::string>& words) {
  commands::BenchArguments arguments;
  CLI::App command;
  commands::add_bench_options(command, arguments);
  parse(command, words);
  const commands::BenchPlan plan = commands::read_plan(arguments);
  require(!plan.shapes.empty() && !plan.layouts.empty(), "a race has what is raced on");
}

void race_on_gpu(const std::vector<std::string>& words) {
  const std::vector<const char*> argv = argv_of(words);
  try {
    gpu_bench::read_options(static_cast<int>(argv.size()), argv.data());
  } catch (const gpu_bench::Help&) {
  }
}

}  // namespace

void fuzz_one(std::string_view input) {
  std::vector<std::string> words = words_of(input);
  if (words.empty()) return;
  const std::string command = words.front();
  words.erase(words.begin());
  if (command == "bench") return bench(words);
  if (command == "gpu_bench") return race_on_gpu(words);
  verify(words);
}

}  // namespace bncheck::fuzz
