#include "core/suggestion.h"

#include <algorithm>
#include <array>

namespace bncheck {
namespace {

/// Returns how many letters have to be put in, left out, replaced or swapped with the next one to
/// make b of a (Damerau and Levenshtein, without a letter that is edited twice).
std::size_t distance(const std::string& a, const std::string& b) {
  std::array<std::vector<std::size_t>, 3> rows;  // of a's letters up to i - 2, i - 1 and i
  for (auto& row : rows) row.resize(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) rows[2][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
    const auto& [before, last, unused] = rows;
    std::vector<std::size_t>& row = rows[2];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return rows[2][b.size()];
}

}  // namespace

std::string suggestion(const std::string& unknown, const std::vector<std::string>& words) {
  // A third of the letters may be wrong; of a short word, one.
  std::size_t least = std::max<std::size_t>(unknown.size() / 3, 1) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& word : words) {
    const std::size_t edits = distance(unknown, word);
    if (edits >= least) continue;
    least = edits;
    nearest = &word;
  }
  return nearest == nullptr ? "" : " (did you mean '" + *nearest + "'?)";
}

}  // namespace bncheck
