#pragma once

#include <functional>
#include <string>
#include <vector>

#include "grading/agreement.h"
#include "grading/examination.h"

namespace bncheck::grading {

/// Puts problems one after the other, and holds each answer against every class.
class Examiner {
 public:
  explicit Examiner(const Subject& subject);

  /// Calls measure(trial) if there is an answer.
  void put(
      const Case& input, const std::string& problem,
      const std::function<void(properties::Trial&)>& measure = [](properties::Trial&) {});

  Measurements& found() { return found_; }

  /// Returns what was found, with where each class stands.
  Measurements finished();

 private:
  /// The largest error found so far under one contract of a class.
  struct Candidate {
    LargestError error;
    std::string problem;
  };

  void hold(properties::Trial& trial, const std::string& problem);
  void hold_exact(Standing& standing, properties::Trial& trial, const std::string& problem);
  LargestError hold_contracts(std::size_t number, properties::Trial& trial,
                              const std::string& problem);

  const Subject& subject_;
  Measurements found_;
  std::vector<std::vector<Candidate>> contracts_;  ///< by class
};

}  // namespace bncheck::grading
