#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/conclusion.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/commands/laws.h"
#include "bncheck/commands/numbers.h"
#include "bncheck/report/describe.h"
#include "bncheck/runner/judge_case.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

struct Arguments {
  std::string implementation;
  std::string input;
  std::string property;
  std::string dialect;
  std::optional<std::string> case_timeout;
  OpenOptions open;
  bool all = false;
};

/// Returns the case line given, or the first line of the file that the argument names.
std::string read_line(const std::string& argument) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(argument, none)) {
    if (argument.find(' ') != std::string::npos) return argument;
    throw UsageError("'" + argument + "' is neither a file nor a case line of twelve words");
  }
  std::ifstream file(argument);
  if (!file) throw UsageError("cannot read the file " + argument + ": " + std::strerror(errno));
  std::string line;
  while (std::getline(file, line)) {
    if (!line.empty()) return line;
  }
  throw UsageError("the file " + argument + " holds no case");
}

/// Prints what each law said; of laws that do not apply only how many, unless all are asked for.
runner::LawTotals print_judgements(const std::vector<const properties::Property*>& laws,
                                   const std::vector<Judgement>& judgements, bool all) {
  runner::LawTotals totals;
  int strangers = 0;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    totals.add(judgements[i]);
    if (!all && judgements[i].reason == runner::kDoesNotApply) {
      ++strangers;
      continue;
    }
    fmt::print("{:<12} {} [{}]: {}\n{}", to_string(judgements[i].verdict), laws[i]->id,
               laws[i]->clause, laws[i]->title, report::describe(judgements[i]));
  }
  if (strangers > 0) {
    fmt::print("{} law{} not apply to the case\n", strangers, strangers == 1 ? " does" : "s do");
  }
  return totals;
}

int replay(const Arguments& arguments) {
  const Case input = parse_case(read_line(arguments.input));
  const auto laws = select_laws(arguments.property);
  const auto case_timeout = arguments.case_timeout
                                ? read_duration("--case-timeout", *arguments.case_timeout)
                                : runner::call_limit(input.shape);
  const auto implementation = opener(arguments.implementation, arguments.open)(case_timeout);
  const Dialect dialect = dialect_of(*implementation, arguments.dialect);
  const auto judgements = runner::judge_case(input, laws, *implementation, dialect);
  const runner::LawTotals totals = print_judgements(laws, judgements, arguments.all);
  fmt::print("{} properties, 1 cases, {} passed, {} failed, {} inconclusive, {} skipped\n",
             laws.size(), totals.passed, totals.failed, totals.inconclusive, totals.skipped);
  return conclude(totals);
}

}  // namespace

void add_replay(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand("replay", "Judge an implementation on one case again");
  command->add_option("IMPL", arguments->implementation, kImplementationHelp)->required();
  command->add_option("CASE", arguments->input, "a case line, or a file that holds one")
      ->required();
  command->add_option("--property", arguments->property,
                      "only laws whose id matches this regular expression, or of this clause");
  command->add_option("--dialect", arguments->dialect, "the conventions to hold it to");
  command->add_option("--case-timeout", arguments->case_timeout,
                      "a call that takes longer counts as hanging; default: 5s, and 1s more for "
                      "every million values");
  add_python_option(*command, arguments->open);
  command->add_flag("--all", arguments->all, "list the laws that do not apply, too");
  command->add_flag("--in-process", arguments->open.in_process,
                    "call the plug-in in this process: for debuggers");
  command->callback([arguments, &exit_code] { exit_code = replay(*arguments); });
}

}  // namespace bncheck::commands
