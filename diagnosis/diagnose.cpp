#include "diagnosis/diagnose.h"

#include <algorithm>

#include "diagnosis/behaviour.h"
#include "diagnosis/fits.h"
#include "diagnosis/located.h"
#include "diagnosis/probes.h"
#include "diagnosis/widened.h"

namespace bncheck::diagnosis {
namespace {

std::vector<Weighed> candidates_of(const std::vector<Observation>& observations) {
  static const std::vector<Hypothesis> kAll = hypotheses();
  std::vector<Weighed> candidates;
  for (const auto& group : {kAll, fitted_hypotheses(observations)}) {
    for (const Hypothesis& each : group) {
      Weight weight = weigh(each, observations);
      if (!weight.is_contradicted()) candidates.push_back({each, std::move(weight)});
    }
  }
  return candidates;
}

/// Adds what one more observation says to what the probes said.
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

bool any_wrong(const std::vector<Observation>& all) {
  return std::any_of(all.begin(), all.end(),
                     [](const Observation& seen) { return seen.is_wrong(); });
}

std::vector<Finding> listed(const std::optional<Finding>& finding) {
  return finding ? std::vector<Finding>{*finding} : std::vector<Finding>{};
}

}  // namespace

const Probed& Diagnostician::probed(DType dtype) {
  const auto found = probed_.find(dtype);
  if (found != probed_.end()) return found->second;
  Probed& known = probed_[dtype];
  const std::vector<Problem> problems = probes(dtype);
  for (const Problem& each : problems) {
    known.observations.push_back(observe(suspect_, each));
    known.fault = known.observations.back().fault;
    if (!known.fault.empty()) return known;  // it may have hung: no further question is put
  }
  known.repetition = explain_by_repetition(suspect_, problems[2]);
  known.candidates = candidates_of(known.observations);
  return known;
}

std::vector<Finding> Diagnostician::explain_by_formula(const Probed& known,
                                                       const std::vector<Observation>& all) const {
  const std::vector<Weighed> likely =
      weighed_again(known.candidates, all, known.observations.size());
  std::vector<Finding> told;
  for (const Weighed& each : likely) {
    if (!told.empty() && !is_worth_telling(likely.front(), each)) continue;
    told.push_back({each.hypothesis.cause, each.hypothesis.sentence});
    if (told.size() == kTold) break;
  }
  return told;
}

std::optional<Finding> Diagnostician::explain_otherwise(const Probed& known, const Case& failing,
                                                        const std::vector<Observation>& all) {
  if (!any_wrong(known.observations)) {
    auto& contrast = contrast_[failing.dtype];
    if (!contrast) contrast = explain_by_contrast(suspect_, contrasts(failing.dtype));
    if (contrast) return contrast;
  }
  if (all.size() > known.observations.size() && !is_right(all.back())) {
    if (auto plain = explain_by_contrast(suspect_, made_plain(all.back().problem))) return plain;
  }
  if (auto weaker = explain_by_contract(suspect_, all)) return weaker;
  return locate(all);
}

std::vector<Finding> Diagnostician::explain(const Case& failing, const std::string& reason) {
  const std::vector<Finding> said = explain_fault(reason, failing.mode);
  if (!said.empty()) return said;
  const Probed& known = probed(failing.dtype);
  if (known.repetition) return {*known.repetition};
  if (!known.fault.empty()) return explain_fault(known.fault, failing.mode);
  std::vector<Observation> all = known.observations;
  const bool is_small = failing.shape.size() <= kLargestProblem;
  if (is_small) all.push_back(observe(suspect_, expand(failing)));
  const std::vector<Finding> told =
      any_wrong(all) ? explain_by_formula(known, all) : std::vector<Finding>{};
  return told.empty() ? listed(explain_otherwise(known, failing, all)) : told;
}

}  // namespace bncheck::diagnosis
