#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

// The host refuses writes to the running statistics of evaluation and backward (S3). What is left
// is a state of the implementation's own, which would show in the next training. Bitwise: both
// trainings are the same call.
Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Problem evaluated = trial.problem();
  evaluated.mode = Mode::evaluation;
  Trial evaluation(trial.court(), evaluated);
  if (const auto ended = judge_status(evaluation.forward())) return *ended;
  if (has_backward(trial)) {
    if (const auto ended = judge_status(evaluation.backward())) return *ended;
    Trial between(trial.court(), trial.given());
    if (const auto ended = judge_status(between.backward())) return *ended;
  }
  Trial again(trial.court(), trial.given());
  if (const auto ended = judge_status(again.forward())) return *ended;
  return judge_same_running(again.forward().outputs, trial.forward().outputs);
}

}  // namespace

const Property kRunningUntouched{
    "running_untouched",
    "R7",
    "evaluation and backward leave the running statistics alone",
    "the same training has the same bits of running_mean and running_var after evaluation and "
    "backward as before, for every eps",
    trains_with_running,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "O4 to O6 update nothing, so that a training before and a training after them have the "
         "same arguments, eps among them. Under BN_DETERMINISTIC equal calls give equal bits.",
     .budget = "T7: none. A write into the caller's own running statistics is S3's matter; here "
               "only a state inside the implementation can make a difference.",
     .catches = "Statistics kept inside that evaluation or backward updates.",
     .defect = "evaluation updates"},
};

}  // namespace bncheck::properties
