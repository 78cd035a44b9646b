#include <fmt/format.h>

#include <sstream>

#include "bncheck/commands/commands.h"
#include "bncheck/runner/select_laws.h"

namespace bncheck::commands {
namespace {

constexpr std::size_t kWidth = 80;
constexpr const char* kFooter =
    "Of each law it prints the statement, why it is true (proof), how far an honest\n"
    "answer may be off and by which clause of the specification (budget), the bugs\n"
    "it finds (catches), and one defect that the law's own test shows it to catch.\n"
    "'bncheck list properties' names the laws.\n"
    "\n"
    "examples:\n"
    "  bncheck explain R1             the law of one clause\n"
    "  bncheck explain '^gradient_'   all laws whose id begins so";

/// Prints the words of the text behind what begins the first line; further lines are indented.
void print_wrapped(std::string line, std::size_t indent, std::string_view text) {
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    const bool first = line.size() <= indent;
    if (!first && line.size() + 1 + word.size() > kWidth) {
      fmt::print("{}\n", line);
      line.assign(indent, ' ');
    } else if (!first) {
      line += ' ';
    }
    line += word;
  }
  fmt::print("{}\n", line);
}

void print_part(std::string_view heading, std::string_view text) {
  const std::string start = fmt::format("  {:<9}", heading);
  print_wrapped(start, start.size(), text);
}

void print_law(const properties::Property& law) {
  print_wrapped("", 4, fmt::format("{} [{}]: {}", law.id, law.clause, law.title));
  print_part("law", law.statement);
  print_part("proof", law.explanation.proof);
  print_part("budget", law.explanation.budget);
  print_part("catches", law.explanation.catches);
  print_part("defect", law.explanation.defect);
  print_part("clause", fmt::format("docs/specification.md, {}", law.clause));
}

/// Returns text that Markdown shows as it is.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("*<[`\\").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

void print_markdown(const properties::Property& law) {
  const properties::Explanation& why = law.explanation;
  fmt::print("## {} [{}]\n\n{}\n\n", escaped(law.id), law.clause, escaped(law.title));
  print_wrapped("    ", 4, law.statement);
  fmt::print("\n- **Proof.** {}\n- **Budget.** {}\n- **Catches.** {}\n", escaped(why.proof),
             escaped(why.budget), escaped(why.catches));
  fmt::print("- **A defect that its test shows.** {}\n", escaped(why.defect));
}

}  // namespace

void add_explain(CLI::App& program) {
  auto property = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("explain", "Say what a law demands, and why");
  command->add_option("PROPERTY", *property, "a law's id, its clause, or a regular expression")
      ->required();
  auto markdown = std::make_shared<bool>(false);
  command->add_flag("--markdown", *markdown, "as Markdown; docs/laws.md has all laws so");
  command->footer(kFooter);
  command->callback([property, markdown] {
    std::string_view separator;
    for (const properties::Property* law : runner::select_laws(*property)) {
      fmt::print("{}", separator);
      *markdown ? print_markdown(*law) : print_law(*law);
      separator = "\n";
    }
  });
}

}  // namespace bncheck::commands
