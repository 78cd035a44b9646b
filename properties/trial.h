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

  const Court& court() const { return court_; }
  const Problem& problem() const { return problem_; }
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

  /// Returns what backward in training answered, channel by channel; it has answered.
  const std::vector<GradientChannel>& gradient_channels();

 private:
  const Court& court_;
  Problem problem_;
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
};

/// Returns the judgement that a call's status alone decides: skip for an honest refusal, fail for
/// BN_INVALID_ARGUMENT and BN_FAILURE, error for a fault; nothing if it answered.
template <class Outputs>
std::optional<Judgement> judge_status(const Outcome<Outputs>& outcome) {
  switch (outcome.status) {
    case CallStatus::ok: return std::nullopt;
    case CallStatus::refused: return skipped("the implementation refuses the case");
    case CallStatus::invalid: return failed("the implementation calls the arguments invalid");
    case CallStatus::failed:
      return failed("the implementation reports a failure: " + outcome.message);
    case CallStatus::fault: return errored("the implementation " + outcome.message);
  }
  return std::nullopt;
}

}  // namespace bncheck::properties
