#include <algorithm>
#include <limits>

#include "core/judge.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// Judges how a call ended; an answer passes, and calling the arguments invalid where that is
/// right.
template <class Outputs>
Judgement judge_call(const Outcome<Outputs>& outcome) {
  const bool refused = outcome.status == CallStatus::invalid && outcome.may_refuse;
  if (refused) return {Verdict::pass, "", {}};
  return judge_status(outcome).value_or(Judgement{Verdict::pass, "", {}});
}

/// Whether the dialect says what this call made of the running statistics (D7).
bool trained_on_nothing(Trial& trial) {
  const Problem& problem = trial.problem();
  const bool empty = problem.shape.c >= 1 && problem.shape.values_per_channel() == 0;
  return empty && problem.mode == Mode::training && trial.forward().status == CallStatus::ok &&
         trial.dialect().empty_batch != EmptyBatch::any;
}

Judgement judge_empty(Trial& trial) {
  std::vector<double> mean = trial.problem().running_mean, var = trial.problem().running_var;
  if (trial.dialect().empty_batch == EmptyBatch::nan) {
    std::fill(mean.begin(), mean.end(), std::numeric_limits<double>::quiet_NaN());
    std::fill(var.begin(), var.end(), std::numeric_limits<double>::quiet_NaN());
  }
  const Forward<double>& got = trial.forward().outputs;
  Judgement result = judge_same("running_mean of an empty batch", got.running_mean, mean);
  result.merge(judge_same("running_var of an empty batch", got.running_var, var));
  return result;
}

Judgement check(Trial& trial) {
  Judgement result = judge_call(trial.forward());
  if (trained_on_nothing(trial)) result.merge(judge_empty(trial));
  if (has_backward(trial)) result.merge(judge_call(trial.backward()));
  if (has_double_backward(trial)) result.merge(judge_call(trial.double_backward()));
  return result;
}

}  // namespace

const Property kExecution{
    "execution",
    "S3",
    "every call returns",
    "forward, backward and double backward return, write every output and touch nothing else",
    [](const Trial&) { return true; },
    check,
    /*splits_by_channel=*/true,
    {.proof =
         "No theorem: O1 to O6 give every finite problem an answer, whatever eps is, but for "
         "those that O8 and D4 to D8 name, and impl/bn_plugin.h says what a call may write. The "
         "host sees the rest: guard pages and canaries around the tensors, inputs mapped "
         "read-only, outputs filled with numbers or NaN beforehand, a time limit.",
     .budget = "None: no value is looked at but the running statistics after an empty batch, to "
               "the bit (D7). T6 says what each way of ending a call counts for, and where "
               "BN_INVALID_ARGUMENT is right.",
     .catches =
         "Crashes, hangs, outputs left unwritten, writes outside, changed inputs. PyTorch #120803 "
         "divided by zero on an empty batch (SIGFPE); PyTorch #54495 crashed without weight.",
     .defect = "crashes in backward"},
};

}  // namespace bncheck::properties
