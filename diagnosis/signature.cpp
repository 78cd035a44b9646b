#include "diagnosis/signature.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bncheck::diagnosis {
namespace {

using Rows = std::vector<const KillMatrix::Row*>;

/// The logarithm of the probability that exactly these laws fail for an implementation like the
/// rows.
double likelihood(const std::set<std::string>& failed, const std::vector<std::string>& laws,
                  const Rows& rows) {
  double total = 0;
  for (const std::string& law : laws) {
    const auto kills = static_cast<double>(std::count_if(
        rows.begin(), rows.end(), [&](const auto* row) { return row->killed_by.contains(law); }));
    const double probability = (kills + 1) / (static_cast<double>(rows.size()) + 2);
    total += std::log(failed.contains(law) ? probability : 1 - probability);
  }
  return total;
}

std::size_t differing(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> all;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all.size();
}

std::string nearest_of(const std::set<std::string>& failed, const Rows& rows) {
  const auto closer = [&](const auto* a, const auto* b) {
    return differing(a->killed_by, failed) < differing(b->killed_by, failed);
  };
  return (*std::min_element(rows.begin(), rows.end(), closer))->mutant;
}

}  // namespace

std::vector<Likely> nearest(const std::set<std::string>& failed, const KillMatrix& matrix,
                            const std::string& leave_out) {
  std::map<Cause, Rows> by_cause;
  Rows all;
  for (const KillMatrix::Row& row : matrix.rows) {
    if (row.mutant == leave_out) continue;
    by_cause[row.cause].push_back(&row);
    all.push_back(&row);
  }
  const double background = likelihood(failed, matrix.laws, all);
  std::vector<Likely> likely;
  for (const auto& [cause, rows] : by_cause) {
    const double score = likelihood(failed, matrix.laws, rows) - background;
    if (score > 0) likely.push_back({cause, nearest_of(failed, rows), score});
  }
  std::stable_sort(likely.begin(), likely.end(),
                   [](const Likely& a, const Likely& b) { return a.score > b.score; });
  return likely;
}

std::vector<Finding> conclude(const std::vector<std::vector<Finding>>& failures,
                              const std::vector<Likely>& likely) {
  struct Vote {
    Finding finding;
    std::size_t count = 0;
  };
  std::vector<Vote> votes;
  for (const std::vector<Finding>& each : failures) {
    for (std::size_t rank = 0; rank < each.size(); ++rank) {
      auto found = std::find_if(votes.begin(), votes.end(),
                                [&](const Vote& v) { return v.finding.cause == each[rank].cause; });
      if (found == votes.end()) found = votes.insert(votes.end(), {each[rank]});
      found->count += kTold - rank;
    }
  }
  std::stable_sort(votes.begin(), votes.end(),
                   [](const Vote& a, const Vote& b) { return a.count > b.count; });
  std::vector<Finding> told;
  for (const Vote& vote : votes) {
    if (told.size() < kTold) told.push_back(vote.finding);
  }
  for (const Likely& each : likely) {
    const bool known = std::any_of(told.begin(), told.end(),
                                   [&](const Finding& f) { return f.cause == each.cause; });
    if (known || told.size() == kTold) continue;
    std::string sentence(sentence_of(each.cause));
    told.push_back({each.cause, sentence +
                                    " (The laws that fail are most like those of the mutant " +
                                    each.mutant + ".)"});
  }
  return told;
}

}  // namespace bncheck::diagnosis
