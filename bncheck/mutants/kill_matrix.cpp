#include "bncheck/mutants/kill_matrix.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "core/error.h"

namespace bncheck::mutants {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

std::uint64_t read_case(const std::string& field, const std::string& where) {
  std::uint64_t number = 0;
  const char* end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, number);
  if (field.empty()) return 0;
  if (error == std::errc() && stop == end && number > 0) return number;
  throw UsageError(fmt::format("{}: '{}' is not the number of a case", where, field));
}

KillRow parse_row(const std::string& line, std::size_t laws, const std::string& where) {
  const std::vector<std::string> fields = split(line, ',');
  if (fields.size() != laws + 1) {
    throw UsageError(fmt::format("{}: the line has {} fields; the header has {}", where,
                                 fields.size(), laws + 1));
  }
  KillRow row;
  row.mutant = fields[0];
  for (std::size_t i = 1; i < fields.size(); ++i) {
    row.first_case.push_back(read_case(fields[i], where));
  }
  return row;
}

using Killers = std::map<std::string, std::vector<std::string>>;

/// Returns who kills each mutant, as "law at case N".
Killers killers_in(const KillMatrix& matrix) {
  Killers killers;
  for (const KillRow& row : matrix.rows) {
    std::vector<std::string>& of = killers[row.mutant];
    for (std::size_t law = 0; law < matrix.laws.size(); ++law) {
      if (row.first_case[law] == 0) continue;
      of.push_back(fmt::format("{} at case {}", matrix.laws[law], row.first_case[law]));
    }
  }
  return killers;
}

/// Returns what the first list has and the second has not.
std::vector<std::string> without(const std::vector<std::string>& list,
                                 const std::vector<std::string>& other) {
  std::vector<std::string> left;
  for (const std::string& each : list) {
    if (std::find(other.begin(), other.end(), each) == other.end()) left.push_back(each);
  }
  return left;
}

}  // namespace

bool KillRow::survived() const { return killers() == 0; }

std::uint64_t KillRow::killers() const {
  return static_cast<std::uint64_t>(
      std::count_if(first_case.begin(), first_case.end(), [](std::uint64_t at) { return at > 0; }));
}

std::uint64_t KillMatrix::kills(std::size_t law) const {
  return static_cast<std::uint64_t>(std::count_if(
      rows.begin(), rows.end(), [&](const KillRow& row) { return row.first_case[law] > 0; }));
}

std::string to_csv(const KillMatrix& matrix) {
  std::string text = fmt::format("mutant,{}\n", fmt::join(matrix.laws, ","));
  for (const KillRow& row : matrix.rows) {
    text += row.mutant;
    for (const std::uint64_t at : row.first_case) text += at > 0 ? fmt::format(",{}", at) : ",";
    text += '\n';
  }
  return text;
}

KillMatrix parse_csv(std::string_view text, const std::string& source) {
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) {
    if (line.ends_with('\r')) line.pop_back();
  }
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.empty() || !lines[0].starts_with("mutant,")) {
    throw UsageError(source +
                     ":1: not a kill matrix: the first line does not begin with 'mutant,'");
  }
  KillMatrix matrix;
  matrix.laws = split(lines[0], ',');
  matrix.laws.erase(matrix.laws.begin());
  std::set<std::string> seen;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string where = fmt::format("{}:{}", source, i + 1);
    matrix.rows.push_back(parse_row(lines[i], matrix.laws.size(), where));
    if (seen.insert(matrix.rows.back().mutant).second) continue;
    throw UsageError(
        fmt::format("{}: there is a line of {} already", where, matrix.rows.back().mutant));
  }
  return matrix;
}

std::vector<std::string> differences(const KillMatrix& expected, const KillMatrix& got) {
  const Killers before = killers_in(expected);
  const Killers now = killers_in(got);
  std::vector<std::string> lines;
  for (const auto& [mutant, killers] : before) {
    const auto found = now.find(mutant);
    if (found == now.end()) {
      lines.push_back(mutant + ": is no mutant any more");
      continue;
    }
    const auto lost = without(killers, found->second);
    const auto gained = without(found->second, killers);
    if (lost.empty() && gained.empty()) continue;
    lines.push_back(
        fmt::format("{}: not killed by {}; but by {}", mutant,
                    lost.empty() ? "(nothing)" : fmt::format("{}", fmt::join(lost, ", ")),
                    gained.empty() ? "(nothing)" : fmt::format("{}", fmt::join(gained, ", "))));
  }
  for (const auto& [mutant, killers] : now) {
    if (!before.contains(mutant)) lines.push_back(mutant + ": is new");
  }
  if (expected.laws != got.laws) lines.emplace_back("the laws are not the same");
  return lines;
}

}  // namespace bncheck::mutants
