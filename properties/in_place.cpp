#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) || evaluates(trial); }

Judgement judge_backward(Trial& placed, Trial& trial, Closeness closeness) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  if (const auto ended = judge_status(placed.backward())) return *ended;
  return same_gradients(placed, trial, closeness);
}

/// Returns whether the case lays y out like x and dx like dy, as tensors in one place are.
bool can_share(const Problem& problem) {
  const Layouts& layout = problem.layout;
  return layout.x == layout.y && layout.dy == layout.dx;
}

Judgement check(Trial& trial) {
  if (!can_share(trial.problem())) return skipped("the case lays y or dx out unlike x or dy");
  if (!trial.contract().in_place) {
    return skipped("the contract does not say that y may be x and dx may be dy");
  }
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Trial placed(trial.court(), called(trial.given(), {.in_place = true}));
  if (const auto ended = judge_status(placed.forward())) return *ended;
  const Closeness closeness = is_deterministic(trial) ? Closeness::bits : Closeness::budgets;
  Judgement result = same_outputs(placed, trial, closeness);
  if (has_backward(trial)) result.merge(judge_backward(placed, trial, closeness));
  return result;
}

}  // namespace

const Property kInPlace{
    "in_place",
    "S3",
    "y in the memory of x, dx in that of dy",
    "forward whose y lies where x does, and backward whose dx lies where dy does, give the same "
    "bits as with memory of their own, for every eps; the same within both budgets where no "
    "determinism is promised",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "BN_IN_PLACE allows it, and where an output lies has no part in O1-O6.",
     .budget = "None where BN_DETERMINISTIC is declared (T7), which covers where outputs lie. Else "
               "T2 within the sum of both budgets.",
     .catches = "Values that are read again after they were overwritten: statistics of a second "
                "pass that follows the writing, the overlapping last vector of a row.",
     .defect = "statistics of what was overwritten"},
};

}  // namespace bncheck::properties
