#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/help.h"
#include "core/error.h"

namespace bncheck::commands {
namespace {

/// What may follow a command.
struct Step {
  std::string path;  // "golden check"; empty for the program
  std::vector<std::string> words;
  std::vector<std::string> takers;  // the options that take a value
};

void add_steps(const CLI::App& app, const std::string& path, std::vector<Step>& steps) {
  Step step = {path, {}, {}};
  const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* command : commands) step.words.push_back(command->get_name());
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      step.words.push_back("--" + name);
      if (option->get_items_expected_max() > 0) step.takers.push_back("--" + name);
    }
  }
  steps.push_back(step);
  for (const CLI::App* command : commands) {
    add_steps(*command, path.empty() ? command->get_name() : path + ' ' + command->get_name(),
              steps);
  }
}

/// Words of a path are commands; options and what follows them are not. Where an option's value is
/// to come nothing is offered, and the shell offers files.
std::string bash(const std::vector<Step>& steps) {
  std::string text =
      "# bash completion of bncheck: source <(bncheck completion bash)\n"
      "_bncheck() {\n"
      "  local word path= words= takers=\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case \"${path:+$path }$word\" in\n";
  for (const Step& step : steps) {
    if (!step.path.empty()) text += fmt::format("      '{0}') path='{0}' ;;\n", step.path);
  }
  text += "    esac\n  done\n  case \"$path\" in\n";
  for (const Step& step : steps) {
    text += fmt::format("    '{}') words='{}' takers=' {} ' ;;\n", step.path,
                        fmt::join(step.words, " "), fmt::join(step.takers, " "));
  }
  return text +
         "  esac\n"
         "  COMPREPLY=()\n"
         "  case \"$takers\" in *\" ${COMP_WORDS[COMP_CWORD-1]} \"*) return ;; esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o default -F _bncheck bncheck\n";
}

std::string zsh(const std::vector<Step>& steps) {
  return "#compdef bncheck\n# zsh completion of bncheck: source <(bncheck completion zsh)\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         bash(steps);
}

std::string fish(const std::vector<Step>& steps) {
  std::string text =
      "# fish completion of bncheck: bncheck completion fish | source\n"
      "function __bncheck_is_at\n"
      "  set -l given (string match -v -- '-*' (commandline -opc)[2..])\n"
      "  string match -q -- \"$argv\" \"$given\"\n"
      "  or begin; test -n \"$argv\"; and string match -q -- \"$argv *\" \"$given\"; end\n"
      "end\n";
  for (const Step& step : steps) {
    for (const std::string& word : step.words) {
      const bool is_option = word.starts_with("--");
      const bool takes =
          std::find(step.takers.begin(), step.takers.end(), word) != step.takers.end();
      text += fmt::format("complete -c bncheck -n '__bncheck_is_at {}' {} {}\n", step.path,
                          takes       ? "-r -l"
                          : is_option ? "-l"
                                      : "-f -a",
                          is_option ? word.substr(2) : word);
    }
  }
  return text;
}

}  // namespace

void add_completion(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "completion", "Print what lets a shell complete commands and options: bash, zsh or fish");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "bash, zsh or fish")->required();
  command->callback([&program, shell] {
    std::vector<Step> steps;
    add_steps(program, "", steps);
    if (*shell != "bash" && *shell != "zsh" && *shell != "fish") {
      throw UsageError("there is no completion for '" + *shell + "': bash, zsh or fish");
    }
    fmt::print("{}", *shell == "bash" ? bash(steps) : *shell == "zsh" ? zsh(steps) : fish(steps));
  });
  add_examples(*command, "  source <(bncheck completion bash)");
}

}  // namespace bncheck::commands
