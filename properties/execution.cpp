#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
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
  if (has_double_backward(trial)) result.merge(judge_call(trial, trial.double_backward()));
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
};

}  // namespace bncheck::properties
