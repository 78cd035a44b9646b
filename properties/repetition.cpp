#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) || evaluates(trial); }

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Trial between(trial.court(), another(trial.problem()));
  if (const auto ended = judge_status(between.forward())) return *ended;
  Trial again(trial.court(), trial.given());
  if (const auto ended = judge_status(again.forward())) return *ended;
  return same_outputs(again, trial, is_deterministic(trial) ? Closeness::bits : Closeness::budgets);
}

}  // namespace

const Property kRepetition{
    "repetition",
    "S1",
    "forward again, after another problem",
    "forward gives the same bits when it is called again after another x, weight and eps, for "
    "every eps; the same within both budgets where no determinism is promised",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "Both calls have the same arguments, and forward has no state of its own (O1-O4).",
     .budget = "None where BN_DETERMINISTIC is declared (T7): both are the same call. Else T2 "
               "within the sum of both budgets, which are equal.",
     .catches = "Stale caches and buffers that are not cleared, races and atomics in what is "
                "called deterministic, values that were never written.",
     .defect = "grows with every forward"},
};

}  // namespace bncheck::properties
