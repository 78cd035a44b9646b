#include "bncheck/runner/judge_case.h"

#include <thread>

#include "bncheck/runner/court.h"
#include "bncheck/runner/judge_trial.h"
#include "properties/trial.h"

namespace bncheck::runner {

std::vector<Judgement> judge_case(const Case& input,
                                  const std::vector<const properties::Property*>& laws,
                                  Implementation& implementation, const Dialect& dialect,
                                  std::vector<double>* seconds) {
  if (input.shape.size() > kLargestWhole) {
    const unsigned threads = std::thread::hardware_concurrency();
    return judge_by_channel(input, laws, implementation, dialect, threads).judgements;
  }
  const properties::Court court = court_for(implementation, dialect);
  properties::Trial trial(court, expand(input));
  return judge_trial(trial, laws, seconds);
}

}  // namespace bncheck::runner
