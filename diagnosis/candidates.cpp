#include "diagnosis/candidates.h"

#include <algorithm>

#include "diagnosis/fits.h"

namespace bncheck::diagnosis {

std::vector<Weighed> candidates_of(const std::vector<Observation>& probes) {
  static const std::vector<Hypothesis> kAll = hypotheses();
  std::vector<Weighed> candidates;
  for (const auto& group : {kAll, fitted_hypotheses(probes)}) {
    for (const Hypothesis& each : group) {
      Weight weight = weigh(each, probes);
      if (!weight.is_contradicted()) candidates.push_back({each, std::move(weight)});
    }
  }
  return candidates;
}

std::vector<Weighed> weighed_again(const std::vector<Weighed>& candidates,
                                   const std::vector<Observation>& all, std::size_t probes) {
  std::vector<Weighed> kept = candidates;
  const std::span<const Observation> rest = std::span(all).subspan(probes);
  for (Weighed& each : kept) each.weight.add(weigh(each.hypothesis, rest), probes);
  for (const Hypothesis& fitted : fitted_hypotheses(rest)) {
    kept.push_back({fitted, weigh(fitted, all)});
  }
  std::erase_if(kept, [](const Weighed& each) { return !each.weight.fits(); });
  std::stable_sort(kept.begin(), kept.end(), [](const Weighed& a, const Weighed& b) {
    return is_likelier(a.weight, b.weight);
  });
  return kept;
}

namespace {

/// Whether the second says what the first leaves open, or says as much for another reason.
bool is_worth_telling(const Weighed& first, const Weighed& second) {
  if (second.hypothesis.cause == first.hypothesis.cause) return false;
  const std::vector<std::size_t>& known = first.weight.explained;
  const bool more = std::any_of(
      second.weight.explained.begin(), second.weight.explained.end(), [&](std::size_t number) {
        return std::find(known.begin(), known.end(), number) == known.end();
      });
  return more || !is_likelier(first.weight, second.weight);
}

/// What a hypothesis says, and whether it is sure.
Finding finding_of(const Weighed& weighed) {
  const auto& [hypothesis, weight] = weighed;
  const bool always = weight.elsewhere == 0;
  // One problem alone may be explained by chance.
  const auto problem = [](std::size_t number) { return number / kOutputs; };
  const bool several = problem(weight.explained.front()) != problem(weight.explained.back());
  return {hypothesis.cause,
          hypothesis.sentence + (always ? "" : ". Not always: some problems are answered rightly"),
          always && several && weight.open == 0};
}

}  // namespace

std::vector<Finding> findings_of(std::span<const Weighed> likely) {
  std::vector<Finding> told;
  for (const Weighed& each : likely) {
    if (told.size() == kTold) break;
    if (!told.empty() && !is_worth_telling(likely.front(), each)) continue;
    told.push_back(finding_of(each));
    const bool rivals = told.size() > 1 && !is_likelier(likely.front().weight, each.weight);
    if (rivals) told.front().sure = told.back().sure = false;
  }
  return told;
}

}  // namespace bncheck::diagnosis
