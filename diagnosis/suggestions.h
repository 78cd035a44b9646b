#pragma once

#include <set>
#include <string>
#include <vector>

#include "diagnosis/hypothesis.h"
#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// The hypotheses, each sentence once.
class Found {
 public:
  void add(Cause cause, const std::string& sentence, Formula formula, Scope scope = {}) {
    if (!known_.insert(sentence).second) return;
    for (Hypothesis& each : in_every_scope({cause, sentence, std::move(formula), scope})) {
      all.push_back(std::move(each));
    }
  }

  std::vector<Hypothesis> all;

 private:
  std::set<std::string> known_;
};

/// Suggests that the output is right but for a factor.
void suggest_factor(const Observation& seen, Output output, Found& found);

/// Suggests that y, or xhat, is cut off where it is the largest that was answered.
void suggest_clamps(const Observation& seen, Found& found);

/// Suggests that updates are lost from the first channel on that was not updated.
void suggest_lost_channels(const Observation& seen, Found& found);

/// Suggests that a channel has the parameter of another one.
void suggest_exchange(const Observation& seen, Found& found);

}  // namespace bncheck::diagnosis
