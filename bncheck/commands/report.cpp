#include <fmt/format.h>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/own_output.h"
#include "bncheck/mutants/html.h"
#include "bncheck/report/html/page.h"
#include "bncheck/report/whole_file.h"
#include "core/error.h"
#include "core/input_file.h"

namespace bncheck::commands {
namespace {

constexpr const char* kFooter =
    "The first run is the subject; further runs are its peers, whose curves are drawn beside it.\n"
    "Records of bncheck bench, gpu_bench and bncheck grade may be among them, in any place.\n"
    "exit status: 0 the page is written; 2 usage error. docs/reports.md tells how to read it.";

struct Arguments {
  std::vector<std::string> records;
  std::string matrix;
  std::string html;
};

std::string page_of(const Arguments& arguments) {
  if (!arguments.matrix.empty()) {
    const std::string text = require_input("cannot read", arguments.matrix, kMostOfText);
    return mutants::to_html(mutants::parse_csv(text, arguments.matrix));
  }
  if (arguments.records.empty()) {
    throw UsageError(
        "report: name a record, as verify --report jsonl:FILE writes, or --kill-matrix");
  }
  return report::html::to_html(report::html::read_inputs(arguments.records));
}

int write_report(const Arguments& arguments) {
  std::vector<NamedFile> read = {{"--kill-matrix", arguments.matrix}};
  for (const std::string& record : arguments.records) read.push_back({"a record", record});
  refuse_overwriting(read, {{"--html", arguments.html}});
  const std::string page = page_of(arguments);
  report::WholeFile(arguments.html).write(page);
  fmt::print("{}: {} KiB\n", arguments.html, page.size() / 1024);
  return 0;
}

}  // namespace

void add_report(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("report", "Make a page for people from records");
  CLI::Option* records = command->add_option("RECORD", arguments->records, "JSON Lines");
  command->add_option("--html", arguments->html, "the page to write")->required();
  command
      ->add_option("--kill-matrix", arguments->matrix,
                   "instead of records, the CSV of bncheck mutants --matrix")
      ->excludes(records);
  command->footer(kFooter);
  command->callback([arguments, &exit_code] { exit_code = write_report(*arguments); });
  add_examples(*command, "  bncheck report run.jsonl --html run.html");
}

}  // namespace bncheck::commands
