#include "bncheck/runner/judge_trial.h"

#include "bncheck/runner/judge_case.h"
#include "bncheck/runner/retirement.h"

namespace bncheck::runner {

std::vector<Judgement> judge_trial(properties::Trial& trial,
                                   const std::vector<const properties::Property*>& laws) {
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
      judgements[i] = laws[i]->check(trial);
      faulted = judgements[i].verdict == Verdict::error;
    }
  }
  return judgements;
}

}  // namespace bncheck::runner
