#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_backward(trial); }

// Bitwise: all three are the same call. The first follows its own forward, so that what a stale
// cache would hold is right for it, and wrong for the last.
Judgement check(Trial& trial) {
  if (!is_deterministic(trial)) return skipped("the implementation does not promise determinism");
  Trial first(trial.court(), trial.problem());
  if (const auto ended = judge_status(first.backward())) return *ended;
  Trial later(trial.court(), trial.problem());
  if (const auto ended = judge_status(later.forward())) return *ended;
  Trial between(trial.court(), another(trial.problem()));
  if (const auto ended = judge_status(between.forward())) return *ended;
  if (const auto ended = judge_status(later.backward())) return *ended;
  return judge_same_gradients(later.backward().outputs, first.backward().outputs);
}

}  // namespace

const Property kGradientRepetition{
    "gradient_repetition",
    "B24",
    "backward again, after another forward",
    "backward gives the same bits the second time, and after a forward of another x, weight and "
    "eps, for every eps",
    applies_to,
    check,
};

}  // namespace bncheck::properties
