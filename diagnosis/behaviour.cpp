#include "diagnosis/behaviour.h"

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

}  // namespace

bool is_right(const Observation& seen) {
  const bool refused = seen.rejected && *seen.rejected != CallStatus::refused;
  return !seen.is_wrong() && seen.fault.empty() && !refused;
}

std::optional<Finding> explain_by_repetition(const Suspect& suspect, const Problem& problem) {
  constexpr int kTimes = 4;
  const Observation first = observe(suspect, problem);
  int differing = 0;
  bool wrong = !is_right(first);
  for (int i = 1; i < kTimes; ++i) {
    const Observation again = observe(suspect, problem);
    if (!same_answers(first, again)) ++differing;
    wrong = wrong || !is_right(again);
  }
  if (differing == 0 || !(wrong || first.contract.deterministic)) return std::nullopt;
  if (differing == kTimes - 1 && is_right(first)) {
    return Finding{Cause::state_between_calls,
                   "the first of several equal calls is answered rightly, and all later ones in "
                   "another way: something is kept between calls"};
  }
  return Finding{Cause::not_deterministic, "the same call is answered in different ways"};
}

std::optional<Finding> explain_by_contrast(const Suspect& suspect,
                                           const std::vector<Contrast>& contrasts) {
  for (const Contrast& contrast : contrasts) {
    const Observation changed = observe(suspect, contrast.changed);
    if (is_right(changed) || !is_right(observe(suspect, contrast.plain))) continue;
    if (changed.fault.empty()) return Finding{contrast.cause, contrast.sentence};
    return Finding{contrast.cause, contrast.sentence + ": the implementation " + changed.fault};
  }
  return std::nullopt;
}

}  // namespace bncheck::diagnosis
