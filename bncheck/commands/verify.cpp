#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <thread>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/conclusion.h"
#include "bncheck/commands/contracts.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/commands/interruption.h"
#include "bncheck/commands/known_failures.h"
#include "bncheck/commands/laws.h"
#include "bncheck/commands/numbers.h"
#include "bncheck/commands/reports.h"
#include "bncheck/report/console.h"
#include "bncheck/report/known_failures.h"
#include "bncheck/runner/campaign.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

constexpr unsigned kMostJobs = 256;  // each is a process and a thread

/// What the user wrote, before it is understood.
struct Arguments {
  std::string implementation = kDefaultImplementation;
  std::string property;
  std::string dialect;
  std::string dtype;
  std::string layout;
  std::string cases = "2000";
  std::string time;
  std::string seed = "1";
  std::string case_timeout = kDefaultCaseTimeout;
  std::string shard = "1/1";
  std::string known_failures;
  std::string jobs = std::to_string(std::clamp(std::thread::hardware_concurrency(), 1U, kMostJobs));
  OpenOptions open;
  bool only_failed = false;
  std::vector<std::string> reports;
};

properties::generators::Selection read_selection(const Arguments& arguments) {
  properties::generators::Selection selection;
  if (!arguments.dtype.empty()) {
    const std::optional<DType> dtype = parse_dtype(arguments.dtype);
    if (!dtype) throw UsageError("--dtype: '" + arguments.dtype + "' is not f16, bf16, f32 or f64");
    selection.dtypes = {*dtype};
  }
  if (!arguments.layout.empty()) {
    const std::optional<Layout> layout = parse_layout(arguments.layout);
    if (!layout)
      throw UsageError("--layout: '" + arguments.layout + "' is not nchw, nhwc or strided");
    selection.layouts = {*layout};
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
  shard.count = read_count("--shard", text.substr(slash + 1), 1, 1U << 20U);
  shard.number = read_count("--shard", text.substr(0, slash), 1, shard.count);
  return shard;
}

runner::CampaignOptions read_options(const Arguments& arguments) {
  runner::CampaignOptions options;
  options.seed = read_seed(arguments.seed);
  options.cases =
      read_count("--cases", arguments.cases, 1, std::numeric_limits<std::int64_t>::max());
  if (!arguments.time.empty()) options.time = read_duration("--time", arguments.time);
  options.case_timeout = read_duration("--case-timeout", arguments.case_timeout);
  const auto jobs = static_cast<unsigned>(read_count("--jobs", arguments.jobs, 1, kMostJobs));
  // A crash in this process ends it, so there is nothing that several threads could share.
  options.jobs = arguments.open.in_process ? 1 : jobs;
  options.selection = read_selection(arguments);
  options.laws = select_laws(arguments.property);
  options.shard = read_shard(arguments.shard);
  if (!arguments.known_failures.empty()) {
    options.known_failures = read_known_failures(arguments.known_failures);
  }
  options.interrupted = [] { return Interruption::signal() != 0; };
  return options;
}

/// Returns the command that repeats a case under the same conditions.
std::string replay_command(const Arguments& arguments) {
  std::string command = called_as() + " replay " + quoted(arguments.implementation);
  if (!arguments.dialect.empty()) command += " --dialect " + quoted(arguments.dialect);
  if (arguments.case_timeout != kDefaultCaseTimeout) {
    command += " --case-timeout " + quoted(arguments.case_timeout);
  }
  if (!arguments.open.python.empty()) command += " --python " + quoted(arguments.open.python);
  return command;
}

/// The files that the reports are written to.
std::vector<std::unique_ptr<runner::Reporter>> open_reports(const Arguments& arguments,
                                                            const runner::CampaignOptions& options,
                                                            const report::Subject& subject) {
  std::vector<std::unique_ptr<runner::Reporter>> files;
  for (const std::string& text : arguments.reports) {
    files.push_back(open_report(text, options, subject));
  }
  return files;
}

int exit_code_of(const runner::CampaignSummary& summary, const runner::CampaignOptions& options) {
  constexpr int kSignalled = 128;  // as a shell counts
  if (summary.stopped_because == runner::kInterrupted) return kSignalled + Interruption::signal();
  return conclude(
      report::forgive(report::ids_of(options.laws), summary.laws, options.known_failures));
}

int verify(const Arguments& arguments) {
  runner::CampaignOptions options = read_options(arguments);
  const runner::OpenImplementation open = opener(arguments.implementation, arguments.open);
  const std::unique_ptr<Implementation> first = open(options.case_timeout);
  options.dialect = dialect_of(*first, arguments.dialect);
  const report::Subject subject = {arguments.implementation, first->version(),
                                   replay_command(arguments),
                                   declared_contracts(*first, options.selection)};
  report::Console console(options, subject, arguments.only_failed);
  const auto files = open_reports(arguments, options, subject);
  std::vector<runner::Reporter*> reporters = {&console};
  for (const auto& file : files) reporters.push_back(file.get());
  console.on_start(*first, in_lines(subject.contracts) + notes_on(*first));
  const Interruption interruption;
  return exit_code_of(run_campaign(options, open, reporters), options);
}

}  // namespace

void add_verify(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "verify", "Put an implementation to random cases and judge it by every law");
  command->add_option("IMPL", arguments->implementation, kImplementationHelp)
      ->capture_default_str();
  command->add_option(
      "--property", arguments->property,
      "only laws whose id matches this regular expression, or of this clause, e.g. R1");
  command->add_option("--dialect", arguments->dialect,
                      "the conventions to hold it to, e.g. 'pytorch;running_var=biased'; default: "
                      "what it declares");
  command->add_option("--dtype", arguments->dtype, "f16, bf16, f32 or f64; default: f32 and f64");
  command->add_option("--layout", arguments->layout, "nchw, nhwc or strided; default: all");
  CLI::Option* cases =
      command->add_option("--cases", arguments->cases, "how many cases")->capture_default_str();
  command->add_option("--time", arguments->time, "instead of --cases: as many as fit, e.g. 30s")
      ->excludes(cases);
  command->add_option("--seed", arguments->seed, "a number, or random")->capture_default_str();
  command->add_option("--jobs", arguments->jobs, "worker processes")->capture_default_str();
  command
      ->add_option("--case-timeout", arguments->case_timeout,
                   "a call that takes longer counts as hanging")
      ->capture_default_str();
  add_python_option(*command, arguments->open);
  command->add_flag("--in-process", arguments->open.in_process,
                    "call the plug-in in this process: for debuggers");
  command->add_flag("--only-failed", arguments->only_failed, "list only laws that fail");
  command->add_option("--shard", arguments->shard, "I/N: the I-th of N equal parts of the cases")
      ->capture_default_str();
  command->add_option("--known-failures", arguments->known_failures,
                      "a file of laws that may fail, one id a line");
  command->add_option("--report", arguments->reports,
                      std::string("write a report: ") + kReportKinds);
  command->callback([arguments, &exit_code] { exit_code = verify(*arguments); });
}

}  // namespace bncheck::commands
