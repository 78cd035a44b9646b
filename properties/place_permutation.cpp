// The mean and the variance do not depend on the order of x, though their roundings do: both
// answers keep to their budgets.
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/transformed.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  const Problem& problem = trial.problem();
  const std::int64_t m = problem.shape.values_per_channel();
  // A rotation moves every value to another image, lane and block; a reversal would leave pairs.
  const auto rotated = [m](std::int64_t j) { return (j + m / 2 + m % 2) % m; };
  Problem permuted = problem;
  permuted.x = reordered(problem.x, problem.shape, rotated);
  Trial other(trial.court(), std::move(permuted));
  if (const auto ended = judge_statuses(trial, other)) return *ended;
  const Budget& before = trial.forward_budget().y;
  return judge_agreement("y of rotated x", other.forward().outputs.y, other.forward_budget().y,
                         reordered(trial.forward().outputs.y, problem.shape, rotated),
                         {reordered(before.radius, problem.shape, rotated),
                          reordered(before.range, problem.shape, rotated)});
}

}  // namespace

const Property kPlacePermutation{
    "place_permutation",
    "F14",
    "order of the values",
    "y of x with the values of every channel rotated is y(x; eps) rotated, within both budgets",
    trains,
    check,
    /*splits_by_channel=*/false,
    {.proof = "A sum does not depend on the order of its terms: mean and var stay, and so does the "
              "map from x_i to y_i, whatever eps is. Rounded sums do depend on it, but the bounds "
              "behind the budgets hold for every order of the declared height.",
     .budget = "T2 within the sum of both budgets of y, that of the first call rotated along with "
               "its values.",
     .catches = "Places that are read twice or not at all, a tail lost, a remainder loop with a "
                "wrong stride (rocm-libraries #9030 has one in backward).",
     .defect = "drops the last value"},
};

}  // namespace bncheck::properties
