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
};

}  // namespace bncheck::properties
