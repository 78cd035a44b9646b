#include "grading/examiner.h"

#include <algorithm>

namespace bncheck::grading {
namespace {

// A crash or a hang takes its time, and more of them say no more: as in a campaign.
constexpr int kMostBroken = 3;

std::string times_text(double ratio) {
  std::string text = std::to_string(ratio);
  return text.substr(0, text.find('.') + 3);
}

}  // namespace

Examiner::Examiner(const Subject& subject) : subject_(subject) {
  found_.form = subject.form;
  for (const AccuracyClass& each : accuracy_classes(subject.dtype)) {
    Standing standing;
    standing.of = &each;
    found_.classes.push_back(standing);
    contracts_.emplace_back();
  }
}

void Examiner::put(const Case& input, const std::string& problem,
                   const std::function<void(properties::Trial&)>& measure) {
  if (found_.broken >= kMostBroken) return;
  properties::Trial trial(subject_.court, expand(input));
  const auto ended = properties::judge_status(trial.forward());
  if (!ended) {
    ++found_.answered;
    const Forward<double>& got = trial.forward().outputs;
    found_.has_statistics |= !got.save_mean.empty() || !got.running_mean.empty();
    hold(trial, problem);
    measure(trial);
  } else if (ended->verdict == Verdict::skip) {
    if (++found_.refused == 1) found_.refusal = trial.forward().message;
  } else {
    ++found_.broken;
    found_.violations.push_back(ended->reason + ", on " + problem);
  }
}

void Examiner::hold(properties::Trial& trial, const std::string& problem) {
  LargestError last;
  for (std::size_t i = 0; i < found_.classes.size(); ++i) {
    if (found_.classes[i].of->promise == Promise::contract) {
      last = hold_contracts(i, trial, problem);
    } else {
      hold_exact(found_.classes[i], trial, problem);
    }
  }
  // The last class allows more than any other one.
  if (!last.finite) {
    found_.violations.push_back(last.output + " is not finite though the truth is, on " + problem);
    return;
  }
  const LargestError declared = largest_error(trial, trial.contract());
  if (declared.ratio > 1) {
    found_.violations.push_back(declared.output + " is " + times_text(declared.ratio) +
                                " times as far off as the declared contract allows, on " + problem);
  }
}

void Examiner::hold_exact(Standing& standing, properties::Trial& trial,
                          const std::string& problem) {
  const bool nearest = standing.of->promise == Promise::nearest;
  const Exactness y = exactness_of_y(trial);
  const Exactness rest = nearest ? exactness_of_statistics(trial) : Exactness{};
  standing.exactness += y;
  standing.exactness += rest;
  const bool of_y = nearest ? !y.all_nearest() : !y.all_faithful();
  if (!of_y && rest.all_nearest()) return;
  if (!standing.refuted) {
    standing.output = of_y ? "y" : "a statistic";
    standing.problem = problem;
  }
  standing.refuted = true;
}

LargestError Examiner::hold_contracts(std::size_t number, properties::Trial& trial,
                                      const std::string& problem) {
  const std::vector<Contract> contracts =
      found_.classes[number].of->contracts(trial.problem(), trial.contract());
  contracts_[number].resize(contracts.size());
  LargestError error;
  for (std::size_t i = 0; i < contracts.size(); ++i) {
    error = largest_error(trial, contracts[i]);
    Candidate& candidate = contracts_[number][i];
    if (!(error.ratio > candidate.error.ratio)) continue;
    candidate = {error, problem};
  }
  return error;
}

Measurements Examiner::finished() {
  for (std::size_t i = 0; i < contracts_.size(); ++i) {
    if (contracts_[i].empty()) continue;
    const Candidate& least = *std::min_element(
        contracts_[i].begin(), contracts_[i].end(),
        [](const Candidate& a, const Candidate& b) { return a.error.ratio < b.error.ratio; });
    Standing& standing = found_.classes[i];
    standing.times = least.error.ratio;
    standing.refuted = least.error.ratio > 1;
    standing.output = least.error.output;
    standing.problem = least.problem;
  }
  return found_;
}

}  // namespace bncheck::grading
