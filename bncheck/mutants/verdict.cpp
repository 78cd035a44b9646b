#include "bncheck/mutants/verdict.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "properties/property.h"

namespace bncheck::mutants {
namespace {

/// Returns what is wrong with one mutant; empty if nothing is.
std::string complaint(const Mutant& mutant, const KillRow& row) {
  if (mutant.is_equivalent()) {
    if (row.judged == 0) return fmt::format("{}: nothing that it answers was judged", mutant.name);
    if (row.survived()) return "";
    return fmt::format("{}: is killed, though its header proves it equivalent", mutant.name);
  }
  if (row.survived()) return fmt::format("{}: survives", mutant.name);
  const std::vector<std::string_view> missing = missing_killers(mutant, row);
  if (missing.empty()) return "";
  return fmt::format("{}: is not killed by {}, which its header names", mutant.name,
                     fmt::join(missing, ", "));
}

}  // namespace

std::vector<std::string_view> missing_killers(const Mutant& mutant, const KillRow& row) {
  std::vector<std::string_view> missing = mutant.laws();
  for (std::size_t law = 0; law < row.first_case.size(); ++law) {
    if (row.first_case[law] > 0) std::erase(missing, properties::catalogue()[law].id);
  }
  return missing;
}

std::string first_kill(const KillRow& row) {
  std::uint64_t first = 0;
  for (const std::uint64_t at : row.first_case) {
    if (at > 0 && (first == 0 || at < first)) first = at;
  }
  return first > 0 ? std::to_string(first) : "-";
}

std::uint64_t kills_alone(const KillMatrix& matrix, std::size_t law) {
  return static_cast<std::uint64_t>(std::count_if(
      matrix.rows.begin(), matrix.rows.end(),
      [&](const KillRow& row) { return row.first_case[law] > 0 && row.killers() == 1; }));
}

std::vector<std::string> complaints(const std::vector<Mutant>& mutants, const KillMatrix& matrix) {
  std::vector<std::string> complaints;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    const std::string text = complaint(mutants[i], matrix.rows[i]);
    if (!text.empty()) complaints.push_back(text);
  }
  return complaints;
}

std::string summary(const std::vector<Mutant>& mutants, const KillMatrix& matrix) {
  std::size_t killed = 0, survived = 0, equivalent = 0;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    if (mutants[i].is_equivalent()) {
      ++equivalent;
    } else {
      ++(matrix.rows[i].survived() ? survived : killed);
    }
  }
  const std::size_t killable = killed + survived;
  const double score =
      killable > 0 ? 100.0 * static_cast<double>(killed) / static_cast<double>(killable) : 0;
  return fmt::format("{} mutant{}, {} killed, {} survived, {} equivalent: mutation score {:.1f} %",
                     mutants.size(), mutants.size() == 1 ? "" : "s", killed, survived, equivalent,
                     score);
}

}  // namespace bncheck::mutants
