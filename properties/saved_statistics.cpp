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
    {.proof = "This is O1 itself. The oracle encloses the exact mean and 1/sqrt(var + eps) of the "
              "values that were given; the variance that normalizes is over m in every dialect.",
     .budget = "T2: the error model's budgets of save_mean and save_invstd. The first grows with "
               "the mean of |x| and with the summation height that the contract declares, the "
               "second also with what its variance algorithm loses, which is of order u*mean^2/var "
               "only where BN_ONE_PASS is declared.",
     .catches = "A lost tail or a wrong count, the unbiased variance, cancellation in one pass "
                "(flax #1491, objax #182), eps outside the root (ncnn #311, found in review), (var "
                "+ eps)^2 in place of its root (jax #442), the variance saved where invstd belongs "
                "(PyTorch #94351), sums whose memory was not zeroed (executorch #17503).",
     .defect = "drops the last value"},
};

}  // namespace bncheck::properties
