#include "diagnosis/diagnose.h"

#include <algorithm>

#include "diagnosis/behaviour.h"
#include "diagnosis/candidates.h"
#include "diagnosis/faults.h"
#include "diagnosis/located.h"
#include "diagnosis/probes.h"
#include "diagnosis/rounding.h"
#include "diagnosis/sentence.h"
#include "diagnosis/special.h"
#include "diagnosis/widened.h"

namespace bncheck::diagnosis {
namespace {

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
  if (all.size() > known.observations.size() && !is_right(all.back())) {
    if (auto plain = explain_by_contrast(suspect_, made_plain(all.back().problem))) return plain;
  }
  if (auto rounded = explain_by_rounding(all)) return rounded;
  if (auto weaker = explain_by_contract(suspect_, all)) return weaker;
  if (probes_right && is_beyond_probes(failing.shape)) {
    return Finding{Cause::index_limit,
                   "small tensors are answered rightly, and one of shape " +
                       to_string(failing.shape) + " is not: a count or an index has a limit",
                   false};
  }
  return locate(all);
}

std::vector<Finding> Diagnostician::explain(const Case& failing, const std::string& reason) {
  std::vector<Finding> told = clauses(failing, reason);
  for (Finding& each : told) each.sentence = as_sentence(each.sentence);
  return told;
}

std::vector<Finding> Diagnostician::clauses(const Case& failing, const std::string& reason) {
  std::vector<Finding> said = explain_fault(reason, failing);
  const bool unwritten = !said.empty() && said.front().cause == Cause::output_not_written;
  const bool beyond = is_beyond_probes(failing.shape);
  if (!said.empty() && !(unwritten && beyond)) return said;
  const Probed& known = probed(failing.dtype);
  if (known.repetition) return {*known.repetition};
  if (!known.fault.empty()) return known.fault;
  if (unwritten) {
    return {{Cause::index_limit,
             "small tensors are written to their end, and one of shape " +
                 to_string(failing.shape) + " is not",
             false},
            said.front()};
  }
  std::vector<Observation> all = known.observations;
  if (failing.shape.size() <= kLargestProblem) all.push_back(observe(suspect_, expand(failing)));
  if (auto state = explain_by_state(suspect_, std::span(all).subspan(known.observations.size()))) {
    return {*state};
  }
  std::vector<Finding> told;
  // An experiment shows more than a formula that fits one case.
  if (!any_wrong(known.observations)) told = listed(explain_by_change(known, failing.dtype));
  const auto formulas = [&] {
    return findings_of(weighed_again(known.candidates, all, known.observations.size()));
  };
  for (Finding& each : any_wrong(all) ? formulas() : explain_large(failing)) {
    const bool again = !told.empty() && told.front().cause == each.cause;
    if (!again && told.size() < kTold) told.push_back(std::move(each));
  }
  return told.empty() ? listed(explain_otherwise(known, failing, all)) : told;
}

/// What the number of values shows, where it is large.
std::vector<Finding> Diagnostician::explain_large(const Case& failing) const {
  if (failing.shape.size() <= kLargestProblem || failing.shape.size() > kLargestCounted) return {};
  const std::vector<Observation> seen = {observe(suspect_, expand(failing))};
  for (const Hypothesis& each : count_hypotheses()) {
    const Weighed weighed = {each, weigh(each, seen)};
    if (weighed.weight.fits()) return findings_of({&weighed, 1});
  }
  return listed(explain_by_contract(suspect_, seen));
}

}  // namespace bncheck::diagnosis
