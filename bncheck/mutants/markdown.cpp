#include "bncheck/mutants/markdown.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "bncheck/mutants/verdict.h"
#include "properties/property.h"

namespace bncheck::mutants {
namespace {

constexpr const char* kHead =
    "# The kill matrix\n"
    "\n"
    "Made by `bncheck mutants --matrix bncheck/mutants/kill_matrix.csv --markdown "
    "docs/kill_matrix.md`; the numbers\n"
    "of the cases are in [kill_matrix.csv](../bncheck/mutants/kill_matrix.csv). "
    "[mutants.md](mutants.md) tells what mutants are.\n";

/// The letter of a law's clause: F forward, R running statistics, and so on.
char family(std::size_t law) { return properties::catalogue()[law].clause.front(); }

/// Returns a character for each law, and a blank between families.
template <class Mark>
std::string picture_row(std::string_view name, std::size_t laws, const Mark& mark) {
  std::string line = fmt::format("{:<36}", name);
  for (std::size_t law = 0; law < laws; ++law) {
    if (law > 0 && family(law) != family(law - 1)) line += ' ';
    line += mark(law);
  }
  return line + "\n";
}

std::string picture(const KillMatrix& matrix) {
  const std::size_t laws = matrix.laws.size();
  std::string text = "```\n" + picture_row("", laws, family);
  for (const KillRow& row : matrix.rows) {
    text += picture_row(row.mutant, laws,
                        [&](std::size_t law) { return row.first_case[law] > 0 ? '#' : '.'; });
  }
  return text + "```\n";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string mutant_table(const std::vector<Mutant>& mutants, const KillMatrix& matrix) {
  std::string text =
      "| mutant | what it gets wrong | seen in | laws | first case |\n|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", mutants[i].name, escaped(mutants[i].defect),
                        escaped(mutants[i].seen_in), matrix.rows[i].killers(),
                        first_kill(matrix.rows[i]));
  }
  return text;
}

std::string law_table(const KillMatrix& matrix) {
  std::string text = "| law | clause | kills | alone |\n|---|---|---|---|\n";
  for (std::size_t law = 0; law < matrix.laws.size(); ++law) {
    text += fmt::format("| {} | {} | {} | {} |\n", matrix.laws[law],
                        properties::catalogue()[law].clause, matrix.kills(law),
                        kills_alone(matrix, law));
  }
  return text;
}

std::string equivalent_ones(const std::vector<Mutant>& mutants) {
  std::string text;
  for (const Mutant& mutant : mutants) {
    if (!mutant.is_equivalent()) continue;
    text += fmt::format("- {}: {}. Killed by {}.\n", mutant.name, mutant.defect, mutant.killed_by);
  }
  return text;
}

}  // namespace

std::string to_markdown(const std::vector<Mutant>& mutants, const KillMatrix& matrix) {
  std::vector<std::string> cover;
  for (const std::size_t law : smallest_cover(matrix)) cover.push_back(matrix.laws[law]);
  const std::string equivalent = equivalent_ones(mutants);
  std::string text = fmt::format("{}\n{}.\n\nThe smallest set of laws that kills all: {}.\n", kHead,
                                 summary(mutants, matrix), fmt::join(cover, ", "));
  text +=
      "\n## Who kills whom\n\nA row a mutant, a column a law in the order of the "
      "[specification](specification.md), headed by the letter of its clause.\n\n" +
      picture(matrix);
  text += "\n## The mutants\n\n" + mutant_table(mutants, matrix);
  if (!equivalent.empty()) text += "\n### Equivalent to honest code\n\n" + equivalent;
  return text + "\n## The laws\n\n" + law_table(matrix);
}

}  // namespace bncheck::mutants
