#include "diagnosis/behaviour.h"

#include <algorithm>
#include <cstring>

namespace bncheck::diagnosis {
namespace {

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

bool same_answers(const Observation& a, const Observation& b) {
  for (std::size_t i = 0; i < kOutputs; ++i) {
    if (!same_bits(a.got.values[i], b.got.values[i])) return false;
  }
  return true;
}

/// What several equal calls are answered.
struct Series {
  std::vector<Observation> answers;

  bool is_constant() const {
    return std::all_of(answers.begin(), answers.end(), [this](const Observation& each) {
      return same_answers(answers.front(), each);
    });
  }
  bool is_right() const { return std::all_of(answers.begin(), answers.end(), diagnosis::is_right); }
  bool operator==(const Series& other) const {
    return std::equal(answers.begin(), answers.end(), other.answers.begin(), other.answers.end(),
                      same_answers);
  }
};

Series series_of(const Suspect& suspect, const Problem& problem) {
  constexpr int kTimes = 8;
  const std::unique_ptr<Implementation> opened = suspect.reopen ? suspect.reopen() : nullptr;
  Implementation& asked = opened ? *opened : suspect.implementation;
  const Suspect fresh = {asked, suspect.oracle, suspect.error_model, suspect.dialect};
  Series series;
  for (int i = 0; i < kTimes; ++i) series.answers.push_back(observe(fresh, problem));
  return series;
}

}  // namespace

bool is_right(const Observation& seen) {
  const bool refused = seen.rejected && *seen.rejected != CallStatus::refused;
  return !seen.is_wrong() && seen.fault.empty() && !refused;
}

std::optional<Finding> explain_by_repetition(const Suspect& suspect, const Problem& problem) {
  const Series series = series_of(suspect, problem);
  if (series.is_constant()) return std::nullopt;
  const bool right = series.is_right();
  if (right && !series.answers.front().contract.deterministic) return std::nullopt;
  if (!right && series == series_of(suspect, problem)) {
    return Finding{Cause::state_between_calls,
                   "equal calls are answered in different ways, and in the same order by every new "
                   "process: something is kept between calls"};
  }
  return Finding{Cause::not_deterministic, "the same call is answered in different ways"};
}

std::optional<Finding> explain_by_state(const Suspect& suspect,
                                        std::span<const Observation> observations) {
  int left = suspect.reopen ? 2 : 0;  // each takes a new process
  for (const Observation& seen : observations) {
    if (is_right(seen) || left-- <= 0) continue;
    const std::unique_ptr<Implementation> opened = suspect.reopen();
    const Suspect fresh = {*opened, suspect.oracle, suspect.error_model, suspect.dialect};
    if (!is_right(observe(fresh, seen.problem))) continue;
    return Finding{Cause::state_between_calls,
                   "a call is answered rightly by a new process, and wrongly after other calls: "
                   "something is kept between calls"};
  }
  return std::nullopt;
}

std::optional<Finding> explain_by_contrast(const Suspect& suspect,
                                           const std::vector<Contrast>& contrasts) {
  for (const Contrast& contrast : contrasts) {
    const bool in_place = contrast.changed.manner.in_place;
    if (in_place && !suspect.implementation.contract(contrast.plain).in_place) continue;
    const Observation changed = observe(suspect, contrast.changed);
    if (is_right(changed) || !is_right(observe(suspect, contrast.plain))) continue;
    if (changed.fault.empty()) return Finding{contrast.cause, contrast.sentence};
    return Finding{contrast.cause, contrast.sentence + ": the implementation " + changed.fault};
  }
  return std::nullopt;
}

}  // namespace bncheck::diagnosis
