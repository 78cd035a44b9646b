// A smallest set of laws that kills everything: a minimum set cover, found by branch and bound. It
// is small enough for an exact answer: the rarest kills leave few choices.
#include <algorithm>

#include "bncheck/mutants/kill_matrix.h"

namespace bncheck::mutants {
namespace {

using Laws = std::vector<std::size_t>;

class Search {
 public:
  explicit Search(const KillMatrix& matrix) : matrix_(matrix) {
    for (std::size_t row = 0; row < matrix.rows.size(); ++row) {
      if (!matrix.rows[row].survived() && !follows_from_another(row)) rows_.push_back(row);
    }
  }

  Laws run() {
    best_ = greedy();
    Laws chosen;
    branch(rows_, chosen);
    std::sort(best_.begin(), best_.end());
    return best_;
  }

 private:
  using Rows = std::vector<std::size_t>;

  bool kills(std::size_t law, std::size_t row) const {
    return matrix_.rows[row].first_case[law] > 0;
  }

  /// Says whether all laws that kill some other row kill this one, too; of equal rows the first is
  /// the one that stays.
  bool follows_from_another(std::size_t row) const {
    for (std::size_t other = 0; other < matrix_.rows.size(); ++other) {
      if (other == row || matrix_.rows[other].survived() || !implies(other, row)) continue;
      if (other < row || !implies(row, other)) return true;
    }
    return false;
  }

  bool implies(std::size_t row, std::size_t other) const {
    for (std::size_t law = 0; law < matrix_.laws.size(); ++law) {
      if (kills(law, row) && !kills(law, other)) return false;
    }
    return true;
  }

  std::size_t count(std::size_t law, const Rows& rows) const {
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [&](std::size_t row) { return kills(law, row); }));
  }

  Rows left_by(std::size_t law, Rows rows) const {
    std::erase_if(rows, [&](std::size_t row) { return kills(law, row); });
    return rows;
  }

  /// Returns the law that kills most of the rows.
  std::size_t strongest(const Rows& rows) const {
    std::size_t best = 0;
    for (std::size_t law = 0; law < matrix_.laws.size(); ++law) {
      if (count(law, rows) > count(best, rows)) best = law;
    }
    return best;
  }

  /// Takes the strongest law again and again: a cover, if not always a smallest one.
  Laws greedy() const {
    Laws chosen;
    for (Rows rows = rows_; !rows.empty();) {
      chosen.push_back(strongest(rows));
      rows = left_by(chosen.back(), std::move(rows));
    }
    return chosen;
  }

  /// Returns the row that fewest laws kill: one of these must be in every cover.
  std::size_t rarest(const Rows& rows) const {
    return *std::min_element(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
      return matrix_.rows[a].killers() < matrix_.rows[b].killers();
    });
  }

  void branch(const Rows& rows, Laws& chosen) {
    if (rows.empty()) {
      best_ = chosen;
      return;
    }
    // Every row has a killer.
    const std::size_t most = std::max<std::size_t>(count(strongest(rows), rows), 1);
    const std::size_t needed = (rows.size() + most - 1) / most;  // even if no two kill the same
    if (chosen.size() + needed >= best_.size()) return;
    const std::size_t row = rarest(rows);
    Laws killers;
    for (std::size_t law = 0; law < matrix_.laws.size(); ++law) {
      if (kills(law, row)) killers.push_back(law);
    }
    std::stable_sort(killers.begin(), killers.end(),
                     [&](std::size_t a, std::size_t b) { return count(a, rows) > count(b, rows); });
    for (const std::size_t law : killers) {
      chosen.push_back(law);
      branch(left_by(law, rows), chosen);
      chosen.pop_back();
    }
  }

  const KillMatrix& matrix_;
  Rows rows_;  ///< of mutants that some law kills
  Laws best_;
};

}  // namespace

Laws smallest_cover(const KillMatrix& matrix) { return Search(matrix).run(); }

}  // namespace bncheck::mutants
