#include "bncheck/runner/judge_trial.h"

#include <chrono>

#include "bncheck/runner/judge_case.h"
#include "bncheck/runner/retirement.h"

namespace bncheck::runner {

std::vector<Judgement> judge_trial(properties::Trial& trial,
                                   const std::vector<const properties::Property*>& laws,
                                   std::vector<double>* seconds) {
  if (seconds != nullptr) seconds->resize(laws.size());
  std::vector<Judgement> judgements(laws.size());
  bool faulted = false;
  for (std::size_t i = 0; i < laws.size(); ++i) {
    if (laws[i] == nullptr) {
      judgements[i] = skipped(kRetired);
    } else if (faulted) {
      judgements[i] = skipped("the implementation did not return from the case");
    } else if (!laws[i]->applies_to(trial)) {
      judgements[i] = skipped(kDoesNotApply);
    } else {
      const auto start = std::chrono::steady_clock::now();
      judgements[i] = laws[i]->check(trial);
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
      if (seconds != nullptr) (*seconds)[i] += taken.count();
      faulted = judgements[i].verdict == Verdict::error;
    }
  }
  return judgements;
}

}  // namespace bncheck::runner
