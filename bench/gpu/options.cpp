#include "bench/gpu/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "bncheck/runner/shapes.h"
#include "core/error.h"

namespace bncheck::gpu_bench {
namespace {

constexpr int kMostSeconds = 3600;

/// What the user wrote.
struct Words {
  std::string shapes = "resnet50";
  std::int64_t batch = kUsualBatch;
  std::vector<std::string> dtypes = {"f32", "bf16"};
  std::vector<std::string> layouts = {"nchw", "nhwc"};
  std::vector<std::string> operations = {"training", "evaluation", "backward"};
};

void add_list(CLI::App& program, const char* name, std::vector<std::string>& words,
              const char* help) {
  program.add_option(name, words, help)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->capture_default_str();
}

void add_options(CLI::App& program, Options& options, Words& words) {
  program.add_option("--plugin", options.plugins, "a shared library whose device is CUDA; several")
      ->allow_extra_args(false);
  program.add_option("--shapes", words.shapes, "sets (bncheck list shapes) or shapes, by commas")
      ->capture_default_str();
  program.add_option("--batch", words.batch, "the images of each batch of a set")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  add_list(program, "--dtype", words.dtypes, "f16, bf16, f32, or several");
  add_list(program, "--layout", words.layouts, "nchw, nhwc, or both");
  add_list(program, "--operation", words.operations,
           "training, evaluation (both forward), backward (of training), or several");
  program
      .add_option("--seconds", options.seconds,
                  "for all tasks together; each has five rounds at least")
      ->capture_default_str()
      ->check(CLI::Range(1, kMostSeconds));
  program.add_option("--jsonl", options.jsonl, "a file for the records");
  program.add_option("--markdown", options.markdown, "a file for the tables");
  program.add_option("--merge", options.merged, "records to join in one table; nothing is timed")
      ->allow_extra_args(false);
}

template <class T, class Read>
std::vector<T> read_all(const std::vector<std::string>& words, const Read& read) {
  std::vector<T> all;
  for (const std::string& word : words) {
    const T one = read(word);
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  }
  return all;
}

DType read_dtype(const std::string& word) {
  const auto dtype = parse_dtype(word);
  if (dtype && dtype != DType::f64) return *dtype;
  throw UsageError("--dtype: '" + word + "' is not f16, bf16 or f32: answers are compared with " +
                   "double arithmetic, which tells nothing of f64");
}

Layout read_layout(const std::string& word) {
  const auto layout = parse_layout(word);
  if (layout == Layout::nchw || layout == Layout::nhwc) return *layout;
  throw UsageError("--layout: '" + word + "' is not nchw or nhwc, which are timed");
}

bench::Operation read_operation(const std::string& word) {
  if (const auto operation = bench::parse_operation(word)) return *operation;
  throw UsageError("--operation: '" + word + "' is not training, evaluation or backward");
}

std::vector<Task> tasks_of(const Words& words, bool batch_was_given) {
  const bool batched = batch_was_given || names_a_batched_set(words.shapes);
  const auto batch = batched ? std::optional(words.batch) : std::nullopt;
  const std::vector<Shape> shapes = runner::parse_shapes(words.shapes, batch);
  return make_tasks(words.shapes, shapes, read_all<DType>(words.dtypes, read_dtype),
                    read_all<Layout>(words.layouts, read_layout),
                    read_all<bench::Operation>(words.operations, read_operation));
}

void require_sense(const Options& options) {
  const bool merges = !options.merged.empty();
  if (merges && !options.plugins.empty()) {
    throw UsageError("--merge joins records and times nothing: leave --plugin away");
  }
  if (merges && options.markdown.empty()) throw UsageError("--merge: name a --markdown FILE");
  if (merges && !options.jsonl.empty()) throw UsageError("--merge writes no --jsonl");
  if (merges) return;
  if (options.plugins.empty()) {
    throw UsageError("name one plug-in or several: --plugin build/plugins/cuda.so");
  }
  if (options.jsonl.empty()) throw UsageError("name a file for the records: --jsonl FILE");
}

}  // namespace

Options read_options(int argc, const char* const* argv) {
  CLI::App program("Times batch norms on an NVIDIA GPU, side by side.", "gpu_bench");
  Options options;
  options.seconds = kUsualSeconds;
  Words words;
  add_options(program, options, words);
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    throw Help{program.help()};
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  require_sense(options);
  if (options.merged.empty()) options.tasks = tasks_of(words, program.count("--batch") > 0);
  return options;
}

}  // namespace bncheck::gpu_bench
