#include <fmt/format.h>
#include <fmt/ranges.h>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/mutants/catalogue.h"
#include "bncheck/runner/shape_sets.h"
#include "core/dialect.h"
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

void list_dialects() {
  fmt::print("{:<10} {:<12} {:<10} {:<10} {:<10} {}\n", "dialect", "running_var", "momentum",
             "saved", "one_value", "zero_variance");
  for (const Dialect& each : dialects()) {
    constexpr std::string_view kSaved[] = {"invstd", "variance", "none"};
    constexpr std::string_view kZeroVariance[] = {"any", "bias", "nan"};
    fmt::print("{:<10} {:<12} {:<10} {:<10} {:<10} {}\n", each.name,
               each.running_var == VarianceDivisor::unbiased ? "unbiased" : "biased",
               each.momentum == MomentumWeighs::new_value ? "new" : "old",
               kSaved[static_cast<int>(each.saved)],
               each.one_value == OneValue::refused ? "refused" : "accepted",
               kZeroVariance[static_cast<int>(each.zero_variance)]);
  }
}

void list_mutants() {
  for (const mutants::Mutant& each : mutants::catalogue()) {
    fmt::print("{}: {}\n  seen in {}\n  killed by {}\n", each.name, each.defect, each.seen_in,
               each.killed_by);
  }
}

void list_shapes() {
  for (const runner::ShapeSet& set : runner::shape_sets()) {
    fmt::print("{}: {}\n  {}\n", set.name, set.about, fmt::join(set.of, " "));
  }
}

}  // namespace

void add_list(CLI::App& program) {
  CLI::App* command = program.add_subcommand("list", "Show what there is");
  command->require_subcommand(1);
  command->add_subcommand("properties", "the laws, with their clauses")->callback(list_properties);
  command->add_subcommand("implementations", "the built-in plug-ins")
      ->callback(list_implementations);
  command->add_subcommand("dialects", "the frameworks' conventions")->callback(list_dialects);
  command->add_subcommand("mutants", "the implementations that are broken on purpose")
      ->callback(list_mutants);
  command->add_subcommand("shapes", "the sets of shapes, those of one image")
      ->callback(list_shapes);
}

}  // namespace bncheck::commands
