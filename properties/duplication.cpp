// Twice the same batch has the same mean and variance over 2m values: what divides by m - 1 moves.
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  Trial other(trial.court(), doubled(trial.problem()));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  const Budget& before = trial.forward_budget().y;
  return judge_agreement("y of x twice", other.forward().outputs.y, other.forward_budget().y,
                         twice(trial.forward().outputs.y),
                         {twice(before.radius), twice(before.range)});
}

}  // namespace

const Property kDuplication{
    "duplication",
    "F17",
    "the same batch twice",
    "y of the images of x followed by themselves is y(x; eps) followed by itself, within both "
    "budgets",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "Twice the same values have the same mean and, over 2m, the same mean square of the "
              "deviations: var + eps stays. m - 1 gives the batches away, since 2m/(2m - 1) is not "
              "m/(m - 1).",
     .budget = "T2 within the sum of both budgets of y; the longer batch has the longer sums, and "
               "the height that the contract declares for them.",
     .catches = "Division by m - 1, or by any count that does not double with the batch.",
     .defect = "normalizes by the unbiased variance"},
};

}  // namespace bncheck::properties
