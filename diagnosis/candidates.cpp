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

bool is_worth_telling(const Weighed& first, const Weighed& second) {
  if (second.hypothesis.cause == first.hypothesis.cause) return false;
  const std::vector<std::size_t>& known = first.weight.explained;
  const bool more = std::any_of(
      second.weight.explained.begin(), second.weight.explained.end(), [&](std::size_t number) {
        return std::find(known.begin(), known.end(), number) == known.end();
      });
  return more || !is_likelier(first.weight, second.weight);
}

Finding finding_of(const Weighed& weighed) {
  const auto& [hypothesis, weight] = weighed;
  const bool everywhere = weight.elsewhere == 0;
  return {
      hypothesis.cause,
      hypothesis.sentence + (everywhere ? "" : ". Not always: some problems are answered rightly"),
      everywhere && weight.open == 0};
}

}  // namespace bncheck::diagnosis
