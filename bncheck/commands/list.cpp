#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/dialect_table.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/mutants/catalogue.h"
#include "bncheck/runner/shape_sets.h"
#include "core/error.h"
#include "properties/property.h"

namespace bncheck::commands {
namespace {

void list_properties() {
  for (const properties::Property& law : properties::catalogue()) {
    fmt::print("{:<8} {:<40} {}\n", law.clause, law.id, law.title);
  }
}

void list_implementations() {
  for (const std::string& name : built_in_names()) fmt::print("{}\n", name);
}

void list_variants() {
  if (variant_names().empty())
    throw UsageError(
        "no variants are built, and packages have none: in the sources of bncheck, make build "
        "builds them");
  for (const std::string& name : variant_names()) fmt::print("{}\n", name);
}

void list_mutants(const std::string& regular_expression) {
  for (const mutants::Mutant& each : mutants::select(regular_expression)) {
    fmt::print("{}: {}\n  seen in {}\n  killed by {}\n", each.name, each.defect, each.seen_in,
               each.killed_by);
  }
}

void list_shapes() {
  for (const runner::ShapeSet& set : runner::shape_sets()) {
    fmt::print("{}: {}\n  {}\n", set.name, set.about, fmt::join(set.of, " "));
  }
}

void add_dialects(CLI::App& list) {
  CLI::App* command = list.add_subcommand("dialects", "the frameworks' conventions");
  auto name = std::make_shared<std::string>();
  command->add_option("NAME", *name, "one, with all that is known of it, and overrides if any");
  command->callback([name] {
    fmt::print("{}", name->empty() ? dialect_table() : dialect_details(parse_dialect(*name)));
  });
}

void add_mutants_to(CLI::App& list) {
  CLI::App* command = list.add_subcommand("mutants", "the implementations broken on purpose");
  auto name = std::make_shared<std::string>();
  command->add_option("MUTANT", *name, "only those whose name matches this");
  command->callback([name] { list_mutants(*name); });
}

}  // namespace

void add_list(CLI::App& program) {
  CLI::App* command = program.add_subcommand("list", "Show what there is");
  command->require_subcommand(1);
  command->add_subcommand("properties", "the laws, with their clauses")->callback(list_properties);
  command->add_subcommand("implementations", "the built-in plug-ins")
      ->callback(list_implementations);
  command->add_subcommand("variants", "the honest variants, examples of what may be declared")
      ->callback(list_variants);
  add_dialects(*command);
  add_mutants_to(*command);
  command->add_subcommand("shapes", "the sets of shapes, those of one image")
      ->callback(list_shapes);
  add_examples(*command, "  bncheck list properties\n  bncheck list mutants one_pass");
}

}  // namespace bncheck::commands
