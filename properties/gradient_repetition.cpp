#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

// Bitwise: all three are the same call. The first follows its own forward, so that what a stale
// cache would hold is right for it, and wrong for the last.
Judgement check(Trial& trial) {
  if (const auto skip = lacks_determinism(trial)) return *skip;
  Trial first(trial.court(), trial.given());
  if (const auto ended = judge_status(first.backward())) return *ended;
  Trial later(trial.court(), trial.given());
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
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "backward is a function of its arguments, and a forward of another x, weight and eps "
              "is not among them. BN_DETERMINISTIC gives equal arguments equal bits.",
     .budget = "T7: the three gradients, bit by bit.",
     .catches = "Stale caches, gradients added to instead of written (mxnet #16297: dbias 1, 2, 3 "
                "in repeated calls), state.",
     .defect = "dx grows with every call"},
};

}  // namespace bncheck::properties
