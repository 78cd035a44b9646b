#include "bncheck/commands/verify_options.h"

#include <algorithm>
#include <limits>
#include <thread>

#include "bncheck/commands/known_failures.h"
#include "bncheck/commands/numbers.h"
#include "bncheck/commands/reports.h"
#include "bncheck/runner/corpus.h"
#include "bncheck/runner/select_laws.h"
#include "bncheck/runner/shapes.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

using properties::generators::Selection;

constexpr unsigned kMostJobs = 256;  // each is a process or a thread

std::string usual_jobs() {
  return std::to_string(std::clamp(std::thread::hardware_concurrency(), 1U, kMostJobs));
}

/// Adds what is not there yet: what is said twice is judged once.
template <class T>
void add_once(std::vector<T>& all, const T& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

/// Returns the types and layouts asked for; where none are, those that are given here.
Selection read_selection(const VerifyArguments& arguments, Selection selection) {
  if (!arguments.dtypes.empty()) selection.dtypes.clear();
  for (const std::string& text : arguments.dtypes) {
    const std::optional<DType> dtype = parse_dtype(text);
    if (!dtype) throw UsageError("--dtype: '" + text + "' is not f16, bf16, f32 or f64");
    add_once(selection.dtypes, *dtype);
  }
  if (!arguments.layouts.empty()) selection.layouts.clear();
  for (const std::string& text : arguments.layouts) {
    const std::optional<Layout> layout = parse_layout(text);
    if (!layout) throw UsageError("--layout: '" + text + "' is not " + layout_names());
    add_once(selection.layouts, *layout);
  }
  return selection;
}

/// Reads "2/5": the second of five.
runner::Shard read_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) {
    throw UsageError("--shard: '" + text + "' is not a shard such as 2/5");
  }
  runner::Shard shard;
  shard.count = read_count("--shard", text.substr(slash + 1), 1, runner::kMostShards);
  shard.number = read_count("--shard", text.substr(0, slash), 1, shard.count);
  return shard;
}

/// Leaves out the laws that put other problems to the implementation than the shapes given.
void keep_splitting(std::vector<const properties::Property*>& laws, const std::string& asked_for) {
  std::erase_if(laws, [](const properties::Property* law) { return !law->splits_by_channel; });
  if (!laws.empty()) return;
  throw UsageError("--property: no law that matches '" + asked_for +
                   "' is judged with --shapes: it puts other problems to the implementation");
}

/// Returns the cases that come first: those of the user's file, and then those of the program.
std::vector<Case> corpus_of(const std::string& file, const Selection& selection) {
  std::vector<Case> cases;
  if (!file.empty()) cases = runner::read_corpus(file);
  const std::vector<Case>& own = runner::own_corpus();
  cases.insert(cases.end(), own.begin(), own.end());
  return runner::selected(cases, selection);
}

/// Sets what differs where shapes are listed.
void list_shapes(const VerifyArguments& arguments, runner::CampaignOptions& options) {
  for (const auto& [name, given] : {std::pair{"--cases", arguments.cases.has_value()},
                                    std::pair{"--time", !arguments.time.empty()},
                                    std::pair{"--corpus", !arguments.corpus.empty()}}) {
    if (!given) continue;
    throw UsageError(std::string(name) + ": --shapes says which cases there are; leave it out");
  }
  std::optional<std::int64_t> batch;
  if (arguments.batch) {
    batch = static_cast<std::int64_t>(read_count("--batch", *arguments.batch, 1, kLargestCase));
  }
  options.selection = read_selection(arguments, {{DType::f32}, {Layout::nchw}});
  options.listed = runner::cases_of(runner::parse_shapes(*arguments.shapes, batch), options.seed,
                                    options.selection);
  options.cases = options.listed.size();
  options.timeout_grows = !arguments.case_timeout;
  keep_splitting(options.laws, arguments.property);
}

}  // namespace

runner::CampaignOptions read_options(const VerifyArguments& arguments) {
  runner::CampaignOptions options;
  options.seed = read_seed(arguments.seed);
  const std::string cases = arguments.cases.value_or(kDefaultCases);
  options.cases = read_count("--cases", cases, 1, std::numeric_limits<std::int64_t>::max());
  if (!arguments.time.empty()) options.time = read_duration("--time", arguments.time);
  if (arguments.case_timeout) {
    options.case_timeout = read_duration("--case-timeout", *arguments.case_timeout);
  }
  const std::string jobs = arguments.jobs.value_or(usual_jobs());
  options.jobs = static_cast<unsigned>(read_count("--jobs", jobs, 1, kMostJobs));
  options.laws = runner::select_laws(arguments.property);
  options.shard = read_shard(arguments.shard);
  if (!arguments.known_failures.empty()) {
    options.known_failures = read_known_failures(arguments.known_failures);
  }
  if (arguments.shapes) {
    list_shapes(arguments, options);
    return options;
  }
  if (arguments.batch) throw UsageError("--batch goes with --shapes");
  options.selection = read_selection(arguments, {});
  options.corpus = corpus_of(arguments.corpus, options.selection);
  // A crash in this process ends it, so there is nothing that several threads could share.
  if (arguments.open.in_process) options.jobs = 1;
  return options;
}

void add_verify_options(CLI::App& command, VerifyArguments& arguments) {
  command.add_option("IMPL", arguments.implementation, kImplementationHelp)->capture_default_str();
  command.add_option("--property", arguments.property,
                     "only laws whose id matches this pattern, or of this clause, e.g. R1");
  command.add_option("--dialect", arguments.dialect,
                     "the conventions to hold it to, e.g. 'pytorch;running_var=biased'; default: "
                     "what it declares");
  command
      .add_option("--dtype", arguments.dtypes,
                  "f16, bf16, f32 or f64, or several; default: f32 and f64; of --shapes f32")
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      .add_option("--layout", arguments.layouts,
                  layout_names() + ", or several; default: all; of --shapes nchw")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--shapes", arguments.shapes,
                     "judge these instead of drawn cases, every element: sets of shapes, e.g. "
                     "resnet50 (bncheck list shapes), or shapes, e.g. 256x64x56x56,128x512");
  command.add_option("--batch", arguments.batch,
                     "the images of each batch of a set of --shapes; default: " +
                         std::to_string(runner::kUsualBatch));
  CLI::Option* cases =
      command.add_option("--cases", arguments.cases,
                         std::string("how many cases, those of the corpus included; "
                                     "default: ") +
                             kDefaultCases);
  CLI::Option* time =
      command.add_option("--time", arguments.time, "instead of --cases: as many as fit, e.g. 30s")
          ->excludes(cases);
  command.add_option("--seed", arguments.seed, "a number, or random")->capture_default_str();
  command.add_option("--jobs", arguments.jobs,
                     "worker processes; with --shapes one, and this many threads that judge; "
                     "default: as many as there are processors");
  command.add_option("--case-timeout", arguments.case_timeout,
                     "a call that takes longer counts as hanging; default: 5s; with --shapes 1s "
                     "more for every million values");
  add_worker_options(command, arguments.open);
  command.add_flag("--in-process", arguments.open.in_process,
                   "call the plug-in in this process: for debuggers");
  command.add_flag("--only-failed", arguments.only_failed, "list only laws that fail");
  command.add_option("--skipped-status", arguments.skipped_status,
                     "the exit status where nothing can be judged, in place of 2, which usage "
                     "errors have, too; e.g. 77 for a test that is then skipped");
  command.add_option("--shard", arguments.shard, "I/N: the I-th of N equal parts of the cases")
      ->capture_default_str();
  command.add_option("--known-failures", arguments.known_failures,
                     "a file of laws that may fail, one id a line");
  command.add_option("--corpus", arguments.corpus,
                     "a file of cases, one a line: they are judged first, and the simplest case of "
                     "each new failure is added");
  command
      .add_option("--resume", arguments.resume,
                  "the JSON Lines of this campaign: goes on where a run that was killed ended, or "
                  "begins, and records there")
      ->excludes(time);
  command.add_option("--report", arguments.reports, std::string("write a report: ") + kReportKinds);
}

}  // namespace bncheck::commands
