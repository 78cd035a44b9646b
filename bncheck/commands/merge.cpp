#include "bncheck/report/merge.h"

#include <fmt/format.h>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/conclusion.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/known_failures.h"
#include "bncheck/commands/reports.h"
#include "bncheck/mutants/signatures.h"
#include "bncheck/report/describe.h"
#include "bncheck/report/known_failures.h"
#include "bncheck/report/whole_file.h"

namespace bncheck::commands {
namespace {

struct Arguments {
  std::vector<std::string> runs;
  std::string output;
  std::vector<std::string> reports;
  std::string known_failures;
};

/// Prints what the campaign came to as verify does, and returns the exit code.
int conclude_merged(const report::RunRecord& whole, const std::string& missing) {
  const std::vector<runner::LawTotals> totals = report::totals_of(whole);
  if (!whole.stopped_because.empty()) fmt::print("note: {}\n", whole.stopped_because);
  fmt::print("{}", report::tell_known_failures(whole.laws, totals, whole.known_failures));
  fmt::print("{}", report::tally(whole.laws.size(), whole.cases.size(), runner::sum(totals)));
  std::fflush(stdout);
  if (!missing.empty()) fmt::print(stderr, "bncheck: the campaign is not whole: {}\n", missing);
  const int exit_code = conclude(report::forgive(whole.laws, totals, whole.known_failures));
  return exit_code == 0 && !missing.empty() ? 2 : exit_code;
}

/// Reads the shards. Known failures that are named now take the place of those of the runs.
std::vector<report::RunRecord> read_runs(const Arguments& arguments) {
  std::vector<report::RunRecord> runs;
  for (const std::string& file : arguments.runs) runs.push_back(report::read_run(file));
  if (arguments.known_failures.empty()) return runs;
  const std::set<std::string> known = read_known_failures(arguments.known_failures);
  for (report::RunRecord& run : runs) report::set_known_failures(run, known);
  return runs;
}

/// The output may be one of the runs, which then grows: it is written when all have been read.
void refuse_lost_files(const Arguments& arguments) {
  const NamedFile known_failures = {"--known-failures", arguments.known_failures};
  refuse_overwriting({known_failures}, {{"--output", arguments.output}});
  std::vector<NamedFile> read = {known_failures, {"--output", arguments.output}};
  for (const std::string& run : arguments.runs) read.push_back({"a run", run});
  refuse_overwriting(read, files_of(arguments.reports));
}

/// The runs are not held in memory any longer than it takes.
report::Merged merged_runs(const Arguments& arguments) {
  return report::merge(read_runs(arguments), mutants::signatures());
}

int merge(const Arguments& arguments) {
  refuse_lost_files(arguments);
  report::Merged merged = merged_runs(arguments);
  report::WholeFile output(arguments.output);
  std::vector<FinishedReport> reports(arguments.reports.begin(), arguments.reports.end());
  const report::RunRecord whole = report::parse_run(std::move(merged.text), arguments.output);
  output.write(*whole.text);
  for (FinishedReport& each : reports) each.write(whole);
  return conclude_merged(whole, merged.missing);
}

}  // namespace

void add_merge(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("merge", "Make one run of the runs of all shards");
  command->add_option("RUN", arguments->runs, "the JSON Lines of each shard")->required();
  command->add_option("-o,--output", arguments->output, "the file to write")->required();
  command->add_option("--report", arguments->reports,
                      std::string("write a report of the whole: ") + kReportKinds);
  command->add_option("--known-failures", arguments->known_failures,
                      "laws that may fail, instead of those that the runs were told; one a line");
  command->callback([arguments, &exit_code] { exit_code = merge(*arguments); });
  add_examples(*command,
               "  bncheck merge run1.jsonl run2.jsonl -o run.jsonl --report junit:run.xml");
}

}  // namespace bncheck::commands
