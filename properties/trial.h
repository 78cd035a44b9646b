#pragma once

#include <memory>
#include <optional>

#include "core/implementation.h"
#include "core/oracle.h"
#include "properties/gradient_channel.h"

namespace bncheck::properties {

/// The parties of every trial: who is judged, by whom, and under which conventions.
struct Court {
  Implementation& implementation;
  const Oracle& oracle;
  const ErrorModel& error_model;
  Dialect dialect;
};

/// One problem put to the implementation. Runs, truths and budgets are computed once, when first
/// asked for, and shared by all laws; a law that needs another problem (scaled, shifted, ...) makes
/// another Trial.
class Trial {
 public:
  Trial(const Court& court, Problem problem);

  /// Takes other second gradients than those that follow from the problem.
  Trial(const Court& court, Problem problem, SecondGradients second);

  const Court& court() const { return court_; }

  /// Returns the problem as it is judged: with the eps that the dialect computes with (D6), which
  /// may be more than the one that the implementation is given.
  const Problem& problem() const { return problem_; }

  /// Returns the problem as the implementation is given it, for laws that give it another time.
  Problem given() const;
  const Dialect& dialect() const { return court_.dialect; }
  const Contract& contract();

  const Statistics<Ball>& statistics();
  const Outcome<Forward<double>>& forward();
  const Forward<Ball>& forward_truth();
  const ErrorModel::ForwardBudget& forward_budget();

  /// Returns the trial of the same problem without weight and bias, whose y is xhat.
  Trial& plain();

  /// Returns what backward is given: what the implementation's own forward saved, or the oracle's
  /// statistics, rounded, where the dialect saves none or another one; nothing in evaluation.
  SavedStatistics saved_statistics();

  const Outcome<Backward<double>>& backward();
  const Backward<Ball>& backward_truth();
  const ErrorModel::BackwardBudget& backward_budget();

  /// Returns what arrives at dx, dweight and dbias in double backward.
  const SecondGradients& second();

  /// Runs double backward on the statistics that backward is given.
  const Outcome<DoubleBackward<double>>& double_backward();
  const DoubleBackward<Ball>& double_backward_truth();
  const ErrorModel::DoubleBackwardBudget& double_backward_budget();

  /// Returns what backward in training answered, channel by channel; it has answered.
  const std::vector<GradientChannel>& gradient_channels();

 private:
  template <class Ask>
  auto ask(const Ask& call) const;

  const Court& court_;
  Problem problem_;
  double given_eps_;
  std::optional<Contract> contract_;
  std::optional<Statistics<Ball>> statistics_;
  std::optional<Outcome<Forward<double>>> forward_;
  std::optional<Forward<Ball>> forward_truth_;
  std::optional<ErrorModel::ForwardBudget> forward_budget_;
  std::unique_ptr<Trial> plain_;
  std::optional<Outcome<Backward<double>>> backward_;
  std::optional<Backward<Ball>> backward_truth_;
  std::optional<ErrorModel::BackwardBudget> backward_budget_;
  std::optional<std::vector<GradientChannel>> gradient_channels_;
  std::optional<SecondGradients> second_;
  std::optional<Outcome<DoubleBackward<double>>> double_backward_;
  std::optional<DoubleBackward<Ball>> double_backward_truth_;
  std::optional<ErrorModel::DoubleBackwardBudget> double_backward_budget_;
};

/// Returns the judgement that a call's status alone decides: skip for an honest refusal, fail for
/// BN_FAILURE and for BN_INVALID_ARGUMENT that is not right (D6-D8, O8), error for a fault; nothing
/// if it answered.
template <class Outputs>
std::optional<Judgement> judge_status(const Outcome<Outputs>& outcome) {
  switch (outcome.status) {
    case CallStatus::ok: return std::nullopt;
    case CallStatus::refused: return skipped("the implementation refuses the case");
    case CallStatus::invalid:
      if (outcome.may_refuse) return skipped("the implementation may call these arguments invalid");
      return failed("the implementation calls the arguments invalid");
    case CallStatus::failed:
      return failed("the implementation reports a failure" +
                    (outcome.message.empty() ? " and does not say which" : ": " + outcome.message));
    case CallStatus::fault: return errored("the implementation " + outcome.message);
  }
  return std::nullopt;
}

}  // namespace bncheck::properties
