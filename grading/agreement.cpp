#include "grading/agreement.h"

#include <cmath>

#include "core/judge.h"

namespace bncheck::grading {
namespace {

void take(LargestError& largest, const Judgement& judgement, const char* output) {
  if (!judgement.evidence) return;
  if (!std::isfinite(judgement.evidence->got)) largest.finite = false;
  if (judgement.evidence->ratio <= largest.ratio) return;
  largest.ratio = judgement.evidence->ratio;
  largest.output = output;
}

}  // namespace

LargestError largest_error(properties::Trial& trial, const Contract& contract) {
  const Forward<double>& got = trial.forward().outputs;
  const Forward<Ball>& truth = trial.forward_truth();
  const ErrorModel::ForwardBudget budget = trial.court().error_model.forward(
      trial.problem(), contract, trial.dialect(), trial.statistics());
  LargestError largest;
  take(largest, judge("y", got.y, truth.y, budget.y), "y");
  take(largest, judge("save_mean", got.save_mean, truth.save_mean, budget.save_mean), "save_mean");
  take(largest, judge("save_invstd", got.save_invstd, truth.save_invstd, budget.save_invstd),
       "save_invstd");
  take(largest, judge("running_mean", got.running_mean, truth.running_mean, budget.running_mean),
       "running_mean");
  take(largest, judge("running_var", got.running_var, truth.running_var, budget.running_var),
       "running_var");
  return largest;
}

}  // namespace bncheck::grading
