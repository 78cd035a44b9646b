#include "bncheck/runner/progress.h"

#include "bncheck/runner/plan.h"

namespace bncheck::runner {

std::uint64_t Progress::next_index() const {
  return cases.empty() ? 0 : unit_of(cases.back().index).end();
}

void Progress::count(std::vector<LawTotals>& totals, Retirement& retirement) const {
  for (const Judged& one : cases) {
    for (std::size_t law = 0; law < totals.size(); ++law) {
      if (retirement.is_retired(law)) ++totals[law].retired;
      totals[law].add(one.verdicts[law], one.ratios[law]);
    }
    retirement.count(one.verdicts);
  }
}

}  // namespace bncheck::runner
