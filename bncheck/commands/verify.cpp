#include <fmt/format.h>

#include <optional>
#include <random>
#include <thread>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/commands/laws.h"
#include "bncheck/report/console.h"
#include "bncheck/report/json_lines.h"
#include "bncheck/runner/campaign.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

/// What the user wrote, before it is understood.
struct Arguments {
  std::string implementation = kDefaultImplementation;
  std::string property;
  std::string dialect;
  std::string dtype;
  std::string layout;
  std::uint64_t cases = 2000;
  std::string time;
  std::string seed = "1";
  std::string case_timeout = "5s";
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  OpenOptions open;
  bool only_failed = false;
  std::vector<std::string> reports;
};

std::chrono::milliseconds read_duration(const std::string& text) {
  std::size_t digits = 0;
  double amount = -1;
  try {
    amount = std::stod(text, &digits);
  } catch (const std::logic_error&) {
    digits = 0;
  }
  const std::string unit = text.substr(digits);
  const double factor = unit == "ms"                  ? 1
                        : unit == "s" || unit.empty() ? 1e3
                        : unit == "m"                 ? 6e4
                                                      : 0;
  // A day is more than any campaign or call needs, and keeps the arithmetic in range.
  constexpr double kDay = 864e5;
  if (digits == 0 || !(amount > 0) || factor == 0 || amount * factor > kDay) {
    throw UsageError("'" + text + "' is not a duration such as 30s, 200ms or 5m");
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(amount * factor));
}

std::uint64_t read_seed(const std::string& text) {
  if (text == "random") return std::random_device()();
  std::size_t digits = 0;
  std::uint64_t seed = 0;
  try {
    seed = std::stoull(text, &digits);
  } catch (const std::logic_error&) {
    digits = 0;
  }
  if (digits == 0 || digits != text.size() || text.front() == '-') {
    throw UsageError("'" + text + "' is not a seed: give a number, or random");
  }
  return seed;
}

properties::generators::Selection read_selection(const Arguments& arguments) {
  properties::generators::Selection selection;
  if (!arguments.dtype.empty()) {
    const std::optional<DType> dtype = parse_dtype(arguments.dtype);
    if (!dtype) throw UsageError("'" + arguments.dtype + "' is not f16, bf16, f32 or f64");
    selection.dtypes = {*dtype};
  }
  if (!arguments.layout.empty()) {
    const std::optional<Layout> layout = parse_layout(arguments.layout);
    if (!layout) throw UsageError("'" + arguments.layout + "' is not nchw, nhwc or strided");
    selection.layouts = {*layout};
  }
  return selection;
}

runner::CampaignOptions read_options(const Arguments& arguments) {
  runner::CampaignOptions options;
  options.seed = read_seed(arguments.seed);
  options.cases = arguments.cases;
  if (!arguments.time.empty()) options.time = read_duration(arguments.time);
  options.case_timeout = read_duration(arguments.case_timeout);
  // A crash in this process ends it, so there is nothing that several threads could share.
  options.jobs = arguments.open.in_process ? 1 : arguments.jobs;
  options.selection = read_selection(arguments);
  options.laws = select_laws(arguments.property);
  return options;
}

/// Opens "jsonl:FILE".
std::unique_ptr<runner::Reporter> open_report(const std::string& text,
                                              const runner::CampaignOptions& options,
                                              const std::string& implementation) {
  constexpr std::string_view kPrefix = "jsonl:";
  if (text.substr(0, kPrefix.size()) != kPrefix || text.size() == kPrefix.size()) {
    throw UsageError("'" + text + "' is not a report: give jsonl:FILE");
  }
  return std::make_unique<report::JsonLines>(text.substr(kPrefix.size()), options, implementation);
}

/// Prints the contract declared for an ordinary problem of each type.
std::string describe_contracts(Implementation& implementation,
                               const properties::generators::Selection& selection) {
  std::string text;
  for (DType dtype : selection.dtypes) {
    Case ordinary = parse_case(
        "f32 8x4x5x5 nchw training eps=1e-5 momentum=0.1 weight=1 bias=0 running_mean=0 "
        "running_var=1 x=bell*2^0+0@1 dy=bell*2^0+0@2");
    ordinary.dtype = dtype;
    text += fmt::format("{}contract for {}: {}", text.empty() ? "" : "\n", to_string(dtype),
                        to_string(implementation.contract(expand(ordinary)), dtype));
  }
  return text;
}

int verify(const Arguments& arguments) {
  runner::CampaignOptions options = read_options(arguments);
  const runner::OpenImplementation open = opener(arguments.implementation, arguments.open);
  const std::unique_ptr<Implementation> first = open(options.case_timeout);
  options.dialect = dialect_of(*first, arguments.dialect);
  report::Console console(options, arguments.implementation, arguments.only_failed);
  std::vector<std::unique_ptr<runner::Reporter>> files;
  std::vector<runner::Reporter*> reporters = {&console};
  for (const std::string& text : arguments.reports) {
    files.push_back(open_report(text, options, arguments.implementation));
    reporters.push_back(files.back().get());
  }
  console.on_start(*first, describe_contracts(*first, options.selection));
  const runner::LawTotals all = run_campaign(options, open, reporters).all();
  if (all.failed > 0) return 1;
  return all.passed > 0 ? 0 : 2;
}

}  // namespace

void add_verify(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "verify", "Put an implementation to random cases and judge it by every law");
  command->add_option("IMPL", arguments->implementation, kImplementationHelp)
      ->capture_default_str();
  command->add_option("--property", arguments->property,
                      "only laws whose id matches this regular expression, or of this clause");
  command->add_option("--dialect", arguments->dialect,
                      "the conventions to hold it to, e.g. 'pytorch;running_var=biased'; default: "
                      "what it declares");
  command->add_option("--dtype", arguments->dtype, "f16, bf16, f32 or f64; default: f32 and f64");
  command->add_option("--layout", arguments->layout, "nchw, nhwc or strided; default: all");
  CLI::Option* cases =
      command->add_option("--cases", arguments->cases, "how many cases")->capture_default_str();
  command->add_option("--time", arguments->time, "as many cases as fit, e.g. 30s")->excludes(cases);
  command->add_option("--seed", arguments->seed, "a number, or random")->capture_default_str();
  command->add_option("--jobs", arguments->jobs, "worker processes")->capture_default_str();
  command->add_option("--case-timeout", arguments->case_timeout, "a call that takes longer hangs")
      ->capture_default_str();
  add_python_option(*command, arguments->open);
  command->add_flag("--in-process", arguments->open.in_process,
                    "call the plug-in in this process: for debuggers");
  command->add_flag("--only-failed", arguments->only_failed, "list only laws that fail");
  command->add_option("--report", arguments->reports, "write a report: jsonl:FILE");
  command->callback([arguments, &exit_code] { exit_code = verify(*arguments); });
}

}  // namespace bncheck::commands
