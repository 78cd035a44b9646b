#include "diagnosis/diagnose.h"

#include <algorithm>

#include "diagnosis/behaviour.h"
#include "diagnosis/fits.h"
#include "diagnosis/located.h"
#include "diagnosis/probes.h"
#include "diagnosis/rounding.h"
#include "diagnosis/special.h"
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

bool has_constant_channel(const Problem& problem) {
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    bool constant = true;
    for (std::int64_t j = 1; j < problem.shape.values_per_channel(); ++j) {
      constant = constant && problem.x[static_cast<std::size_t>(problem.shape.index(c, j))] ==
                                 problem.x[static_cast<std::size_t>(problem.shape.index(c, 0))];
    }
    if (constant) return true;
  }
  return false;
}

/// A call that ended the process, or never ended.
std::vector<Finding> explain_end(const Observation& seen) {
  std::vector<Finding> said = explain_fault(seen.fault, seen.problem);
  if (!said.empty()) return said;
  const std::string what = "the implementation " + seen.fault;
  if (has_constant_channel(seen.problem)) {
    said.push_back({Cause::special_values, "on a channel of equal values " + what});
  }
  said.push_back(
      {Cause::shape_rule, "on a tensor of shape " + to_string(seen.problem.shape) + " " + what});
  return said;
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
  for (const Problem& each : probes(dtype)) {
    known.observations.push_back(observe(suspect_, each));
    // It may have hung: no further question is put.
    if (!known.observations.back().fault.empty()) {
      known.fault = explain_end(known.observations.back());
      return known;
    }
  }
  known.repetition = explain_by_repetition(suspect_, known.observations[2].problem);
  if (!known.repetition) known.repetition = explain_by_state(suspect_, known.observations);
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

/// What turns on something else than the formula, of probes that are answered rightly.
std::optional<Finding> Diagnostician::explain_by_change(const Probed& known, DType dtype) {
  const auto found = change_.find(dtype);
  if (found != change_.end()) return found->second;
  const Problem& training = known.observations[2].problem;
  const Problem& evaluation = known.observations[3].problem;
  std::optional<Finding>& change = change_[dtype];
  change = explain_by_contrast(suspect_, contrasts(dtype));
  if (!change) change = explain_by_special_values(suspect_, training, evaluation);
  if (!change) change = explain_by_small_batches(suspect_, training);
  return change;
}

std::optional<Finding> Diagnostician::explain_otherwise(const Probed& known, const Case& failing,
                                                        const std::vector<Observation>& all) {
  const bool probes_right = !any_wrong(known.observations);
  if (probes_right) {
    if (auto change = explain_by_change(known, failing.dtype)) return change;
  }
  if (all.size() > known.observations.size() && !is_right(all.back())) {
    if (auto plain = explain_by_contrast(suspect_, made_plain(all.back().problem))) return plain;
  }
  if (auto rounded = explain_by_rounding(all)) return rounded;
  if (auto weaker = explain_by_contract(suspect_, all)) return weaker;
  if (probes_right && is_beyond_probes(failing.shape)) {
    return Finding{Cause::index_limit, "small tensors are answered rightly, and one of shape " +
                                           to_string(failing.shape) +
                                           " is not: a count or an index has a limit"};
  }
  return locate(all);
}

std::vector<Finding> Diagnostician::explain(const Case& failing, const std::string& reason) {
  std::vector<Finding> said = explain_fault(reason, failing);
  const bool unwritten = !said.empty() && said.front().cause == Cause::output_not_written;
  const bool beyond = is_beyond_probes(failing.shape);
  if (!said.empty() && !(unwritten && beyond)) return said;
  const Probed& known = probed(failing.dtype);
  if (known.repetition) return {*known.repetition};
  if (!known.fault.empty()) return known.fault;
  if (unwritten) {
    return {{Cause::index_limit, "small tensors are written to their end, and one of shape " +
                                     to_string(failing.shape) + " is not"},
            said.front()};
  }
  std::vector<Observation> all = known.observations;
  if (failing.shape.size() <= kLargestProblem) all.push_back(observe(suspect_, expand(failing)));
  if (auto state = explain_by_state(suspect_, std::span(all).subspan(known.observations.size()))) {
    return {*state};
  }
  const std::vector<Finding> told =
      any_wrong(all) ? explain_by_formula(known, all) : explain_large(failing);
  return told.empty() ? listed(explain_otherwise(known, failing, all)) : told;
}

/// What the number of values shows, where it is large.
std::vector<Finding> Diagnostician::explain_large(const Case& failing) const {
  if (failing.shape.size() <= kLargestProblem || failing.shape.size() > kLargestCounted) return {};
  const std::vector<Observation> seen = {observe(suspect_, expand(failing))};
  for (const Hypothesis& each : count_hypotheses()) {
    if (weigh(each, seen).fits()) return {{each.cause, each.sentence}};
  }
  return listed(explain_by_contract(suspect_, seen));
}

}  // namespace bncheck::diagnosis
