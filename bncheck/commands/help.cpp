#include "bncheck/commands/help.h"

#include <regex>
#include <sstream>
#include <vector>

#include "core/suggestion.h"

namespace bncheck::commands {
namespace {

/// A name, and beside it a text in lines.
std::string beside(const std::string& name, const std::string& text) {
  constexpr std::size_t kColumn = 26, kWidth = 100;
  std::string all = "  " + name;
  std::size_t at = all.size();
  const auto begin_line = [&] {
    all += "\n" + std::string(kColumn, ' ');
    at = kColumn;
  };
  if (at + 1 > kColumn) begin_line();
  all.append(kColumn - at, ' ');
  at = kColumn;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (at > kColumn && at + 1 + word.size() > kWidth) begin_line();
    if (at > kColumn) all += ' ';
    at += word.size() + (at > kColumn ? 1 : 0);
    all += word;
  }
  return all + "\n";
}

class Layout : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    return beside(make_option_name(option, is_positional) + make_option_opts(option),
                  make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return beside(command->get_display_name(true), command->get_description());
  }
};

/// The commands and options that may come next.
std::vector<std::string> words_of(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    words.push_back(command->get_name());
  }
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_lnames().empty()) words.push_back("--" + option->get_lnames().front());
  }
  return words;
}

/// The command that was given last, of a command perhaps.
const CLI::App& innermost(const CLI::App& app) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  return given.empty() ? app : innermost(*given.back());
}

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_layout() { return std::make_shared<Layout>(); }

void add_examples(CLI::App& command, const std::string& lines) {
  const std::string more = command.get_footer();
  command.footer((lines.find('\n') == std::string::npos ? "example:\n" : "examples:\n") + lines +
                 (more.empty() ? "" : "\n\n" + more));
}

std::string explain(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<std::string> unknown = program.remaining(true);
  if (unknown.empty()) {
    static const std::regex too_many("At Most (\\d+) required but received (\\d+)");
    return std::regex_replace(error.what(), too_many, "at most $1 can be given, not $2");
  }
  const std::string& word = unknown.front();
  const std::string meant = suggestion(word, words_of(innermost(program)));
  // A word that is no command comes before what is missing.
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr || !meant.empty()) {
    return "there is no command or option '" + word + "'" + meant;
  }
  return error.what();
}

}  // namespace bncheck::commands
