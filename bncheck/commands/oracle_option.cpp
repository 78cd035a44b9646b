#include "bncheck/commands/oracle_option.h"

#include "bncheck/runner/court.h"
#include "core/error.h"
#include "core/suggestion.h"

namespace bncheck::commands {

void add_oracle_option(CLI::App& command, std::string& oracle) {
  oracle = "certified";
  command
      .add_option("--oracle", oracle,
                  "who knows the truth: certified, or precise, which is slow and shares nothing "
                  "with it")
      ->capture_default_str();
}

void ask_oracle(const std::string& name) {
  if (name != "certified" && name != "precise") {
    throw UsageError("there is no oracle '" + name + "'" +
                     suggestion(name, {"certified", "precise"}) +
                     ": --oracle takes certified or precise");
  }
  runner::ask(name == "precise" ? runner::Truth::precise : runner::Truth::certified);
}

}  // namespace bncheck::commands
