#include "diagnosis/signature.h"

#include <algorithm>
#include <map>

namespace bncheck::diagnosis {
namespace {

std::size_t differing(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> all;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all.size();
}

}  // namespace

std::vector<Likely> nearest(const std::set<std::string>& failed, const KillMatrix& matrix,
                            const std::string& leave_out) {
  if (failed == std::set<std::string>{"execution"}) return {};  // any defect may crash
  std::map<Cause, Likely> by_cause;
  for (const KillMatrix::Row& row : matrix.rows) {
    const std::size_t unlike = differing(row.killed_by, failed);
    const std::size_t shared = (row.killed_by.size() + failed.size() - unlike) / 2;
    if (row.mutant == leave_out || unlike > shared) continue;
    const Likely alike = {row.cause, row.mutant, unlike};
    const auto [found, is_new] = by_cause.try_emplace(row.cause, alike);
    if (!is_new && unlike < found->second.differing) found->second = alike;
  }
  std::vector<Likely> likely;
  for (const auto& [cause, nearest] : by_cause) likely.push_back(nearest);
  std::stable_sort(likely.begin(), likely.end(),
                   [](const Likely& a, const Likely& b) { return a.differing < b.differing; });
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
  // Where something is shown there is no need of what merely resembles it.
  if (!told.empty() && told.front().sure) return told;
  for (const Likely& each : likely) {
    const bool known = std::any_of(told.begin(), told.end(),
                                   [&](const Finding& f) { return f.cause == each.cause; });
    if (known || told.size() == kTold) continue;
    // All that is known, so that the sentence is not taken for what was seen.
    told.push_back({each.cause,
                    "By no more than the laws that fail, which are most like those of the mutant " +
                        each.mutant + ": " + std::string(sentence_of(each.cause)),
                    false});
  }
  return told;
}

}  // namespace bncheck::diagnosis
