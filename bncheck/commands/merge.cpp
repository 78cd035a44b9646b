#include "bncheck/report/merge.h"

#include <fmt/format.h>

#include "bncheck/commands/commands.h"
#include "bncheck/report/report_file.h"

namespace bncheck::commands {
namespace {

struct Arguments {
  std::vector<std::string> runs;
  std::string output;
};

void merge(const Arguments& arguments) {
  std::vector<report::RunRecord> runs;
  for (const std::string& file : arguments.runs) runs.push_back(report::read_run(file));
  const std::string text = report::merge(runs);
  report::ReportFile(arguments.output).append(text);
  const report::RunRecord whole = report::parse_run(text, arguments.output);
  const report::RecordedTotals all = report::totals_of(whole);
  if (!whole.stopped_because.empty()) fmt::print("note: {}\n", whole.stopped_because);
  fmt::print("{} properties, {} cases, {} passed, {} failed, {} inconclusive, {} skipped\n",
             whole.laws.size(), whole.cases.size(), all.passed, all.failed, all.inconclusive,
             all.skipped);
}

}  // namespace

void add_merge(CLI::App& program) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("merge", "Make one run of the runs of all shards");
  command->add_option("RUN", arguments->runs, "the JSON Lines of each shard")->required();
  command->add_option("-o,--output", arguments->output, "the file to write")->required();
  command->callback([arguments] { merge(*arguments); });
}

}  // namespace bncheck::commands
