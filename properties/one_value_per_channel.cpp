#include "properties/laws.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  const Problem& problem = trial.problem();
  return problem.mode == Mode::training && problem.shape.values_per_channel() == 1;
}

Judgement check_refused(const Outcome<Forward<double>>& outcome) {
  switch (outcome.status) {
    case CallStatus::invalid: return {Verdict::pass, "", {}};
    case CallStatus::ok:
      return failed(
          "the implementation trains on one value per channel, which the dialect refuses");
    case CallStatus::refused:
    case CallStatus::failed:
    case CallStatus::fault: break;
  }
  return *judge_status(outcome);
}

Judgement check_accepted(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  // The running variance is left out: its unbiased form divides by m - 1 = 0.
  const Forward<double>& got = trial.forward().outputs;
  const Forward<Ball>& truth = trial.forward_truth();
  const ErrorModel::ForwardBudget& budget = trial.forward_budget();
  Judgement result = judge("y", got.y, truth.y, budget.y);
  if (trial.dialect().saved == SavedStatistic::none) return result;
  result.merge(judge("save_mean", got.save_mean, truth.save_mean, budget.save_mean));
  result.merge(judge("save_invstd", got.save_invstd, truth.save_invstd, budget.save_invstd));
  return result;
}

Judgement check_copied(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  return judge_same("y", trial.forward().outputs.y, trial.problem().x);
}

Judgement check(Trial& trial) {
  const OneValue rule = trial.dialect().one_value;
  if (rule == OneValue::any) return skipped("the dialect does not say");
  if (rule == OneValue::refused) return check_refused(trial.forward());
  if (rule == OneValue::copied) return check_copied(trial);
  if (trial.problem().eps == 0) return skipped("eps and var are 0: 0/0 has no value to demand");
  return check_accepted(trial);
}

}  // namespace

const Property kOneValuePerChannel{
    "one_value_per_channel",
    "F27",
    "training on one value per channel",
    "m = 1: refused, or mean = x, var = 0 and y = bias (eps > 0), or y = x, as the dialect says",
    applies_to,
    check,
    /*splits_by_channel=*/true,
    {.proof = "For m = 1 the value is its own mean and var = 0, so that y = bias and invstd = "
              "1/sqrt(eps) for eps > 0. The unbiased running variance would be 0/0, for which some "
              "frameworks refuse the call; D4 says which.",
     .budget = "T2 for y, save_mean and save_invstd where D4 is accepted. Where it is refused "
               "there is nothing to measure: BN_INVALID_ARGUMENT passes, an answer fails. A copy "
               "is one to the bit.",
     .catches = "0/0 where a refusal was due (PyTorch #1381 and tensorflow #34062 got a NaN in "
                "running_var), silent garbage, another framework's rule.",
     .defect = "trains on one value per channel"},
};

}  // namespace bncheck::properties
