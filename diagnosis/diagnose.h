#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "diagnosis/finding.h"
#include "diagnosis/weigh.h"

namespace bncheck::diagnosis {

/// What is known of an implementation from the probes alone.
struct Probed {
  std::vector<Observation> observations;
  std::vector<Finding> fault;         ///< that ended the questions, if one did
  std::optional<Finding> repetition;  ///< what equal calls do not answer alike
  std::vector<Weighed> candidates;    ///< the hypotheses that no probe contradicts
};

/// Looks for what a failing implementation does in place of the operation, by questions of its own
/// and by the case that it failed on. Never throws because of what it answers.
class Diagnostician {
 public:
  explicit Diagnostician(const Suspect& suspect) : suspect_(suspect) {}

  /// Returns what explains the wrong answers to the probes and to this problem, the likeliest
  /// first and at most two; nothing if nothing fits. Of a case of more than kLargestProblem values
  /// only what was said, the reason, is looked at.
  std::vector<Finding> explain(const Case& failing, const std::string& reason);

 private:
  std::vector<Finding> clauses(const Case& failing, const std::string& reason);
  const Probed& probed(DType dtype);
  std::optional<Finding> explain_otherwise(const Probed& known, const Case& failing,
                                           const std::vector<Observation>& all);

  std::optional<Finding> explain_by_change(const Probed& known, DType dtype);
  std::vector<Finding> explain_large(const Case& failing) const;

  Suspect suspect_;
  std::map<DType, Probed> probed_;
  std::map<DType, std::optional<Finding>> change_;
};

/// How many values a problem may have whose answers are compared with all hypotheses: a second; and
/// with those that only the number of values shows.
inline constexpr std::int64_t kLargestProblem = 2048;
inline constexpr std::int64_t kLargestCounted = 1 << 18;

}  // namespace bncheck::diagnosis
