#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/conclusion.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/commands/numbers.h"
#include "bncheck/commands/oracle_option.h"
#include "bncheck/report/describe.h"
#include "bncheck/runner/corpus.h"
#include "bncheck/runner/judge_case.h"
#include "bncheck/runner/select_laws.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

struct Arguments {
  std::string oracle;
  std::string implementation;
  std::string input;
  std::string property;
  std::string dialect;
  std::optional<std::string> case_timeout;
  OpenOptions open;
  bool all = false;
};

/// Returns the case of the line given, or all of the corpus file that the argument names.
std::vector<Case> read_cases(const std::string& argument) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(argument, none)) {
    if (argument.find(' ') != std::string::npos) return {parse_case(argument)};
    throw UsageError("'" + argument + "' is neither a file nor a case line of twelve words");
  }
  std::vector<Case> cases = runner::read_corpus(argument);
  if (cases.empty()) throw UsageError("the file " + argument + " holds no case");
  return cases;
}

/// Prints what each law said; of laws that do not apply only how many, unless all are asked for.
runner::LawTotals print_judgements(const std::vector<const properties::Property*>& laws,
                                   const std::vector<Judgement>& judgements, const Shape& shape,
                                   bool all) {
  runner::LawTotals totals;
  int strangers = 0;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    totals.add(judgements[i]);
    if (!all && judgements[i].reason == runner::kDoesNotApply) {
      ++strangers;
      continue;
    }
    fmt::print("{:<12} {} [{}]: {}\n{}", to_string(judgements[i].verdict), laws[i]->id,
               laws[i]->clause, laws[i]->title, report::describe(judgements[i], shape));
  }
  if (strangers > 0) {
    fmt::print("{} law{} not apply to the case\n", strangers, strangers == 1 ? " does" : "s do");
  }
  return totals;
}

/// Returns the limit asked for, or that of the largest case.
std::chrono::milliseconds timeout_of(const Arguments& arguments, const std::vector<Case>& cases) {
  if (arguments.case_timeout) return read_duration("--case-timeout", *arguments.case_timeout);
  std::chrono::milliseconds longest{0};
  for (const Case& each : cases) longest = std::max(longest, runner::call_limit(each.shape));
  return longest;
}

int replay(const Arguments& arguments) {
  ask_oracle(arguments.oracle);
  const std::vector<Case> cases = read_cases(arguments.input);
  const auto laws = runner::select_laws(arguments.property);
  const auto implementation =
      opener(arguments.implementation, arguments.open)(timeout_of(arguments, cases));
  const Dialect dialect = dialect_of(*implementation, arguments.dialect);
  std::vector<runner::LawTotals> totals;
  for (const Case& input : cases) {
    if (cases.size() > 1) fmt::print("{}\n", to_string(input));
    const auto judgements = runner::judge_case(input, laws, *implementation, dialect);
    totals.push_back(print_judgements(laws, judgements, input.shape, arguments.all));
    if (cases.size() > 1) fmt::print("\n");
  }
  const runner::LawTotals all = runner::sum(totals);
  fmt::print("{}", report::tally(laws.size(), cases.size(), all));
  return conclude(all);
}

}  // namespace

void add_replay(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "replay", "Judge an implementation on a case again, or on all of a file");
  command->add_option("IMPL", arguments->implementation, kImplementationHelp)->required();
  command
      ->add_option("CASE", arguments->input,
                   "a case line, or a file of them, one a line: all are judged")
      ->required();
  command->add_option("--property", arguments->property,
                      "only laws whose id matches this regular expression, or of this clause");
  command->add_option("--dialect", arguments->dialect, "the conventions to hold it to");
  command->add_option("--case-timeout", arguments->case_timeout,
                      "a call that takes longer counts as hanging; default: 5s, and 1s more for "
                      "every million values");
  add_oracle_option(*command, arguments->oracle);
  add_worker_options(*command, arguments->open);
  command->add_flag("--all", arguments->all, "list the laws that do not apply, too");
  command->add_flag("--in-process", arguments->open.in_process,
                    "call the plug-in in this process: for debuggers");
  command->callback([arguments, &exit_code] { exit_code = replay(*arguments); });
  add_examples(*command, "  bncheck replay ./my_batch_norm.so failures.txt");
}

}  // namespace bncheck::commands
