#include "bncheck/commands/bench_options.h"

#include <algorithm>

#include "bncheck/commands/numbers.h"
#include "bncheck/runner/shapes.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

constexpr std::uint64_t kMostThreads = 256;
constexpr std::uint64_t kMostRounds = 10'000;

/// Adds what is not there yet: nothing is timed twice.
template <class T>
void add_once(std::vector<T>& all, const T& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

DType read_dtype(const std::string& text) {
  const std::optional<DType> dtype = parse_dtype(text);
  if (!dtype) throw UsageError("--dtype: '" + text + "' is not f16, bf16, f32 or f64");
  return *dtype;
}

Layout read_layout(const std::string& text) {
  const std::optional<Layout> layout = parse_layout(text);
  if (layout == Layout::nchw || layout == Layout::nhwc) return *layout;
  throw UsageError("--layout: '" + text + "' is not nchw or nhwc, which are timed");
}

bench::Operation read_operation(const std::string& text) {
  const std::optional<bench::Operation> operation = bench::parse_operation(text);
  if (operation) return *operation;
  throw UsageError("--operation: '" + text + "' is not training, evaluation or backward");
}

BenchReport read_report(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  const std::string file = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (!file.empty() && kind == "jsonl") return {BenchReport::Kind::jsonl, file};
  if (!file.empty() && (kind == "markdown" || kind == "md")) {
    return {BenchReport::Kind::markdown, file};
  }
  throw UsageError("--report: '" + text + "' is not a report: give jsonl:FILE or markdown:FILE");
}

CLI::Option* add_list(CLI::App& command, const char* name, std::vector<std::string>& words,
                      const char* help) {
  return command.add_option(name, words, help)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->capture_default_str();
}

}  // namespace

BenchPlan read_plan(const BenchArguments& arguments) {
  if (arguments.implementations.empty()) {
    throw UsageError("bench: name one implementation or several, e.g. bncheck bench cpu eigen");
  }
  BenchPlan plan;
  std::optional<std::int64_t> batch;
  if (arguments.batch) {
    batch = static_cast<std::int64_t>(read_count("--batch", *arguments.batch, 1, kLargestCase));
  }
  plan.shapes = runner::parse_shapes(arguments.shapes, batch);
  plan.dtype = read_dtype(arguments.dtype);
  for (const std::string& each : arguments.layouts) add_once(plan.layouts, read_layout(each));
  for (const std::string& each : arguments.operations) {
    add_once(plan.operations, read_operation(each));
  }
  for (const std::string& each : arguments.threads) {
    add_once(plan.threads, static_cast<unsigned>(read_count("--threads", each, 1, kMostThreads)));
  }
  if (arguments.rounds) {
    plan.rounds = static_cast<unsigned>(read_count("--rounds", *arguments.rounds, 1, kMostRounds));
  }
  for (const std::string& each : arguments.reports) plan.reports.push_back(read_report(each));
  return plan;
}

void add_bench_options(CLI::App& command, BenchArguments& arguments) {
  command.add_option("IMPL", arguments.implementations, kImplementationHelp);
  command
      .add_option("--shapes", arguments.shapes,
                  "sets (bncheck list shapes) or shapes, e.g. lenet,bn1d,32x64x56x56")
      ->capture_default_str();
  command.add_option(
      "--batch", arguments.batch,
      "the images of each batch of a set; default: " + std::to_string(runner::kUsualBatch));
  add_list(command, "--layout", arguments.layouts, "nchw, nhwc, or nchw,nhwc");
  add_list(command, "--operation", arguments.operations,
           "training, evaluation (both forward), backward (of training), or several");
  add_list(command, "--threads", arguments.threads, "how many, or several numbers: 1,2");
  command.add_option("--dtype", arguments.dtype, "f16, bf16, f32 or f64")->capture_default_str();
  command.add_option("--rounds", arguments.rounds,
                     "turns of each implementation; default: 7 to 21, by size");
  add_python_option(command, arguments.open);
  command.add_option("--report", arguments.reports, "jsonl:FILE or markdown:FILE");
}

}  // namespace bncheck::commands
