#include <fmt/format.h>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/laws.h"

namespace bncheck::commands {

void add_explain(CLI::App& program) {
  auto property = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("explain", "Say what a law demands");
  command->add_option("PROPERTY", *property, "a law's id, its clause, or a regular expression")
      ->required();
  command->callback([property] {
    for (const properties::Property* law : select_laws(*property)) {
      fmt::print("{} [{}]: {}\n  {}\n  docs/specification.md, clause {}\n", law->id, law->clause,
                 law->title, law->statement, law->clause);
    }
  });
}

}  // namespace bncheck::commands
