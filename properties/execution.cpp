#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// Judges how a call ended; an answer passes. Where no dialect defines the operation, or some
/// refuse it, calling the arguments invalid is right.
template <class Outputs>
Judgement judge_call(const Trial& trial, const Outcome<Outputs>& outcome) {
  const bool defined = trains(trial) || evaluates(trial);
  if (outcome.status == CallStatus::invalid && !defined) return {Verdict::pass, "", {}};
  return judge_status(outcome).value_or(Judgement{Verdict::pass, "", {}});
}

Judgement check(Trial& trial) {
  Judgement result = judge_call(trial, trial.forward());
  if (has_backward(trial)) result.merge(judge_call(trial, trial.backward()));
  return result;
}

}  // namespace

const Property kExecution{
    "execution",
    "S3",
    "every call returns",
    "forward and backward return, write every output and touch nothing else",
    [](const Trial&) { return true; },
    check,
    /*splits_by_channel=*/true,
    {.proof = "No theorem: O1 to O6 give every finite problem an answer, whatever eps is, but for "
              "those that O8 and D4 name, and impl/bn_plugin.h says what a call may write. The "
              "host sees the rest: guard pages and canaries around the tensors, inputs mapped "
              "read-only, outputs poisoned twice, a time limit.",
     .budget = "None: no value is looked at. T6 says what each way of ending a call counts for; "
               "BN_INVALID_ARGUMENT is right only where O8 or D4 leave the operation undefined.",
     .catches =
         "Crashes, hangs, outputs left unwritten, writes outside, changed inputs. PyTorch #120803 "
         "divided by zero on an empty batch (SIGFPE); PyTorch #54495 crashed without weight.",
     .defect = "crashes in backward"},
};

}  // namespace bncheck::properties
