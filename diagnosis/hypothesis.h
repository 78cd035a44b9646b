#pragma once

#include <string>
#include <vector>

#include "diagnosis/cause.h"
#include "diagnosis/formula.h"

namespace bncheck::diagnosis {

/// One way to be wrong: what it is, and what it answers.
struct Hypothesis {
  Cause cause;
  std::string sentence;  ///< a clause; as_sentence makes a sentence of it
  Formula formula;
  Scope scope = {};
  /// Outputs that the formula takes from the answers themselves, and so cannot explain.
  std::vector<Output> assumed = {};
};

/// Returns the hypotheses by topic, the plainest first.
std::vector<Hypothesis> statistics_hypotheses();
std::vector<Hypothesis> axes_hypotheses();
std::vector<Hypothesis> eps_hypotheses();
std::vector<Hypothesis> dropped_hypotheses();
std::vector<Hypothesis> saved_hypotheses();
std::vector<Hypothesis> affine_hypotheses();
std::vector<Hypothesis> channel_hypotheses();
std::vector<Hypothesis> running_hypotheses();
std::vector<Hypothesis> mode_hypotheses();
std::vector<Hypothesis> gradient_hypotheses();
std::vector<Hypothesis> parameter_gradient_hypotheses();
std::vector<Hypothesis> precision_hypotheses();
std::vector<Hypothesis> second_hypotheses();

/// Returns those of the number of values, which large cases show.
std::vector<Hypothesis> count_hypotheses();

/// Returns those of all topics, each in every scope that its formula may be in force in.
std::vector<Hypothesis> hypotheses();

/// Returns the hypothesis in all these scopes, the widest first.
std::vector<Hypothesis> in_every_scope(const Hypothesis& hypothesis);

}  // namespace bncheck::diagnosis
