#include <fmt/format.h>
#include <malloc.h>

#include <filesystem>
#include <memory>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/conclusion.h"
#include "bncheck/commands/contracts.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/commands/interruption.h"
#include "bncheck/commands/numbers.h"
#include "bncheck/commands/own_output.h"
#include "bncheck/commands/reports.h"
#include "bncheck/commands/verify_options.h"
#include "bncheck/host/host.h"
#include "bncheck/mutants/signatures.h"
#include "bncheck/report/corpus_file.h"
#include "bncheck/report/json_lines.h"
#include "bncheck/report/known_failures.h"
#include "bncheck/report/resume.h"
#include "bncheck/report/shape_console.h"
#include "bncheck/runner/campaign.h"
#include "bncheck/runner/diagnose_failure.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

/// Returns the command that repeats a case under the same conditions.
std::string replay_command(const VerifyArguments& arguments) {
  std::string command = called_as() + " replay " + quoted(arguments.implementation);
  if (!arguments.dialect.empty()) command += " --dialect " + quoted(arguments.dialect);
  if (arguments.case_timeout) command += " --case-timeout " + quoted(*arguments.case_timeout);
  if (!arguments.open.memory_limit.empty()) {
    command += " --memory-limit " + quoted(arguments.open.memory_limit);
  }
  if (!arguments.open.python.empty()) command += " --python " + quoted(arguments.open.python);
  return command;
}

/// The implementation is a file or a name.
void refuse_overwriting(const VerifyArguments& arguments) {
  std::vector<NamedFile> written = files_of(arguments.reports);
  written.push_back({"--corpus", arguments.corpus});
  written.push_back({"--resume", arguments.resume});
  std::error_code none;
  const bool is_file = std::filesystem::is_regular_file(arguments.implementation, none);
  refuse_overwriting({{"the implementation", is_file ? arguments.implementation : ""},
                      {"--known-failures", arguments.known_failures}},
                     written);
}

/// The files that the reports are written to, and the corpus.
std::vector<std::unique_ptr<runner::Reporter>> open_reports(const VerifyArguments& arguments,
                                                            const runner::CampaignOptions& options,
                                                            const report::Subject& subject) {
  std::vector<std::unique_ptr<runner::Reporter>> files;
  if (!arguments.resume.empty()) {
    files.push_back(std::make_unique<report::JsonLines>(arguments.resume, options, subject));
  }
  for (const std::string& text : arguments.reports) {
    files.push_back(open_report(text, options, subject));
  }
  if (!arguments.corpus.empty()) {
    files.push_back(std::make_unique<report::CorpusFile>(arguments.corpus, options, subject));
  }
  return files;
}

/// Returns the exit code where nothing was judged, or there is no device to judge it on.
int skipped_status(const VerifyArguments& arguments) {
  constexpr std::uint64_t kMost = 125;  // what is above has meanings of its own for a shell
  if (arguments.skipped_status.empty()) return kNothingJudged;
  return static_cast<int>(read_count("--skipped-status", arguments.skipped_status, 0, kMost));
}

int exit_code_of(const runner::CampaignSummary& summary, const runner::CampaignOptions& options) {
  constexpr int kSignalled = 128;  // as a shell counts
  if (summary.stopped_because == runner::kInterrupted) return kSignalled + Interruption::signal();
  return conclude(
      report::forgive(report::ids_of(options.laws), summary.laws, options.known_failures));
}

/// Tells which cases come first; nothing if all are drawn.
std::string note_on_corpus(const runner::CampaignOptions& options) {
  const std::size_t cases = options.corpus.size();
  if (cases == 0) return "";
  return "\n" + std::to_string(cases) + (cases == 1 ? " case" : " cases") +
         " of a corpus come first";
}

std::string note_on_progress(const VerifyArguments& arguments,
                             const runner::CampaignOptions& options) {
  if (arguments.resume.empty()) return "";
  return fmt::format("\n{} of {} cases are judged in {}", options.begun.cases.size(),
                     options.own_cases(), arguments.resume);
}

/// Tells of conventions that the implementation does not declare: it may fail by nothing else.
std::string note_on_dialect(const Implementation& implementation, const Dialect& asked_for) {
  const std::string declared = to_string(parse_dialect(implementation.dialect()));
  if (declared == to_string(asked_for)) return "";
  return "\nnote: it declares the dialect " + declared + ", and is held to another";
}

std::unique_ptr<report::Console> open_console(const runner::CampaignOptions& options,
                                              const report::Subject& subject, bool failures_only) {
  if (options.listed.empty()) {
    return std::make_unique<report::Console>(options, subject, failures_only);
  }
  return std::make_unique<report::ShapeConsole>(options, subject, failures_only);
}

/// Keeps memory that is freed for the next slice: to ask the kernel for it anew, page by page,
/// takes a tenth of the time.
void keep_freed_memory() {
  mallopt(M_ARENA_MAX, 1);  // the heaps of other threads are given back whatever is asked for
  mallopt(M_MMAP_THRESHOLD, 1 << 25);  // the most that glibc takes; larger ones are mapped
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

int judge(const VerifyArguments& arguments) {
  refuse_overwriting(arguments);
  runner::CampaignOptions options = read_options(arguments);
  options.interrupted = [] { return Interruption::signal() != 0; };
  const runner::OpenImplementation open = opener(arguments.implementation, arguments.open);
  const std::unique_ptr<Implementation> first = open(options.case_timeout);
  options.dialect = dialect_of(*first, arguments.dialect);
  options.diagnose = runner::diagnoser(open, options);
  options.kills = mutants::signatures();
  const report::Subject subject = {arguments.implementation, first->version(),
                                   replay_command(arguments),
                                   declared_contracts(*first, options.selection)};
  if (!arguments.resume.empty()) {
    options.begun = report::read_progress(arguments.resume, options, subject);
  }
  const auto console = open_console(options, subject, arguments.only_failed);
  const auto files = open_reports(arguments, options, subject);
  std::vector<runner::Reporter*> reporters = {console.get()};
  for (const auto& file : files) reporters.push_back(file.get());
  console->on_start(*first, in_lines(subject.contracts) + note_on_corpus(options) +
                                note_on_progress(arguments, options) + notes_on(*first) +
                                note_on_dialect(*first, options.dialect));
  if (!options.listed.empty()) keep_freed_memory();
  const Interruption interruption;
  return exit_code_of(run_campaign(options, open, reporters), options);
}

int verify(const VerifyArguments& arguments) {
  const int skipped = skipped_status(arguments);
  try {
    const int exit_code = judge(arguments);
    return exit_code == kNothingJudged ? skipped : exit_code;
  } catch (const host::NoDevice& missing) {
    fmt::print(stderr, "bncheck: {}\n", missing.what());
    return skipped;
  }
}

}  // namespace

void add_verify(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<VerifyArguments>();
  CLI::App* command = program.add_subcommand(
      "verify", "Put an implementation to random cases, or to given shapes, and judge it");
  add_verify_options(*command, *arguments);
  command->callback([arguments, &exit_code] { exit_code = verify(*arguments); });
  add_examples(*command,
               "  bncheck verify ./my_batch_norm.so --dtype f32,bf16 --report junit:laws.xml\n"
               "  bncheck verify torch --python .venv/bin/python --property gradient --time 1min");
}

}  // namespace bncheck::commands
