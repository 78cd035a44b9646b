#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/grade_laws.h"
#include "bncheck/commands/grade_record.h"
#include "bncheck/commands/grade_text.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/commands/interruption.h"
#include "bncheck/commands/numbers.h"
#include "bncheck/report/whole_file.h"
#include "bncheck/runner/corpus.h"
#include "bncheck/runner/court.h"
#include "bncheck/runner/select_laws.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

// As many as take a second or two. A defect that so few do not show is verify's to find.
constexpr std::uint64_t kCases = 256;

constexpr const char* kFooter =
    "A+ correctly rounded; A f64 throughout; A- sums in f64; B sums in f32 as a tree; C sums in\n"
    "f32 in a row; D+ Welford's recurrence; D one pass; F breaks a law or what it declares.\n"
    "/a y is a*x + b; /o squares overflow; /n not deterministic; /z flushes to zero.\n"
    "exit status: 0 A+ to D; 1 F; 2 usage error, or nothing was answered; 3 not loaded\n"
    "docs/grading.md tells how each is decided.";

struct Arguments {
  std::string implementation = kDefaultImplementation;
  std::string dialect;
  std::string dtype = "f32";
  std::string seed = "1";
  std::string case_timeout = "5s";
  std::string report;
  OpenOptions open;
};

/// Returns the file that --report names; empty if there is none.
std::string report_file(const std::string& text) {
  const std::string kind = "jsonl:";
  if (text.empty()) return "";
  if (text.starts_with(kind) && text != kind) return text.substr(kind.size());
  throw UsageError("--report: '" + text + "' is not a report: give jsonl:FILE");
}

DType read_dtype(const std::string& text) {
  const std::optional<DType> dtype = parse_dtype(text);
  if (dtype == DType::f32 || dtype == DType::f64) return *dtype;
  throw UsageError("--dtype: '" + text + "' is not f32 or f64, for which there are grades");
}

runner::CampaignOptions campaign(const Arguments& arguments, DType dtype, const Dialect& dialect) {
  runner::CampaignOptions options;
  options.seed = read_seed(arguments.seed);
  options.selection.dtypes = {dtype};
  options.corpus = runner::selected(runner::own_corpus(), options.selection);
  options.cases = kCases;
  options.case_timeout = read_duration("--case-timeout", arguments.case_timeout);
  options.jobs =
      arguments.open.in_process ? 1 : std::clamp(std::thread::hardware_concurrency(), 1U, 256U);
  options.laws = runner::select_laws("");
  options.dialect = dialect;
  options.interrupted = [] { return Interruption::signal() != 0; };
  return options;
}

int grade(const Arguments& arguments) {
  const DType dtype = read_dtype(arguments.dtype);
  const std::string file = report_file(arguments.report);
  std::optional<report::WholeFile> record;
  if (!file.empty()) record.emplace(file);  // minutes must not end in a file that cannot be written
  const runner::OpenImplementation open = opener(arguments.implementation, arguments.open);
  const std::unique_ptr<Implementation> implementation =
      open(read_duration("--case-timeout", arguments.case_timeout));
  const Dialect dialect = dialect_of(*implementation, arguments.dialect);
  const runner::CampaignOptions options = campaign(arguments, dtype, dialect);
  const Interruption interruption;
  const properties::Court court = runner::court_for(*implementation, dialect);
  const grading::Measurements found = grading::examine({court, dtype, options.seed});
  const LawsSay laws = ask_laws(options, open);
  if (Interruption::signal() != 0) return 128 + Interruption::signal();  // as a shell counts
  const grading::Grade result = grading::grade_of(found, laws.failed);
  if (result.letter.empty()) {
    fmt::print(stderr, "bncheck: nothing could be graded: the implementation refuses {}{}{}\n",
               to_string(dtype), found.refusal.empty() ? " in training" : ": ", found.refusal);
    return 2;
  }
  const std::string version = implementation->version();
  const std::string subject =
      fmt::format("{} ({}{}{})", arguments.implementation, implementation->name(),
                  version.empty() ? "" : " ", version);
  const std::string text = grade_text(result, found, laws, subject, dtype);
  fmt::print("{}", text);
  if (record) {
    record->write(grade_record({arguments.implementation, implementation->name(), version,
                                std::string(to_string(dtype)), to_string(dialect), options.seed},
                               result, found, text));
  }
  return result.failed() ? 1 : 0;
}

}  // namespace

void add_grade(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "grade", "Measure how accurate an implementation is in training, and grade it");
  command->add_option("IMPL", arguments->implementation, kImplementationHelp)
      ->capture_default_str();
  command->add_option("--dialect", arguments->dialect,
                      "the conventions to hold it to; default: what it declares");
  command->add_option("--dtype", arguments->dtype, "f32 or f64")->capture_default_str();
  command->add_option("--seed", arguments->seed, "a number, or random")->capture_default_str();
  command
      ->add_option("--case-timeout", arguments->case_timeout,
                   "a call that takes longer counts as hanging")
      ->capture_default_str();
  command->add_option("--report", arguments->report, "jsonl:FILE");
  add_python_option(*command, arguments->open);
  command->add_flag("--in-process", arguments->open.in_process,
                    "call the plug-in in this process: for debuggers");
  command->footer(kFooter);
  command->callback([arguments, &exit_code] { exit_code = grade(*arguments); });
  add_examples(*command, "  bncheck grade ./my_batch_norm.so --dtype f32");
}

}  // namespace bncheck::commands
