#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  return trains(trial) && trial.dialect().saved != SavedStatistic::none;
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Forward<double>& got = trial.forward().outputs;
  const Forward<Ball>& truth = trial.forward_truth();
  const ErrorModel::ForwardBudget& budget = trial.forward_budget();
  Judgement result = judge("save_mean", got.save_mean, truth.save_mean, budget.save_mean);
  result.merge(judge("save_invstd", got.save_invstd, truth.save_invstd, budget.save_invstd));
  return result;
}

}  // namespace

const Property kSavedStatistics{
    "saved_statistics",
    "F1-F3",
    "statistics that training saves",
    "save_mean = sum(x)/m, save_invstd = 1/sqrt(sum((x - mean)^2)/m + eps), or var where the "
    "dialect saves the variance",
    applies_to,
    check,
    /*splits_by_channel=*/true,
};

}  // namespace bncheck::properties
