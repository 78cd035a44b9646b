#include <fmt/format.h>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/laws.h"

namespace bncheck::commands {

namespace {

void print_part(std::string_view heading, std::string_view text) {
  if (!text.empty()) fmt::print("  {:<9}{}\n", heading, text);
}

}  // namespace

void add_explain(CLI::App& program) {
  auto property = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("explain", "Say what a law demands");
  command->add_option("PROPERTY", *property, "a law's id, its clause, or a regular expression")
      ->required();
  command->callback([property] {
    for (const properties::Property* law : select_laws(*property)) {
      fmt::print("{} [{}]: {}\n  {}\n", law->id, law->clause, law->title, law->statement);
      print_part("proof", law->explanation.proof);
      print_part("budget", law->explanation.budget);
      print_part("catches", law->explanation.catches);
      print_part("defect", law->explanation.defect);
      fmt::print("  docs/specification.md, clause {}\n", law->clause);
    }
  });
}

}  // namespace bncheck::commands
