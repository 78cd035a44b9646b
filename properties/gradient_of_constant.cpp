#include <cmath>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// The channel's first value everywhere; 1 where that decides nothing.
std::vector<double> constant(std::int64_t, const std::vector<double>& dy) {
  const bool usable = std::isfinite(dy.front()) && dy.front() != 0;
  return std::vector<double>(dy.size(), usable ? dy.front() : 1);
}

Judgement judge_zero(std::string_view what, const std::vector<double>& got, const Budget& budget) {
  return judge(what, got, std::vector<Ball>(got.size()), budget);
}

Judgement check(Trial& trial) {
  Trial steady(trial.court(), with_dy(trial.problem(), constant));
  if (const auto ended = judge_status(steady.backward())) return *ended;
  const Backward<double>& got = steady.backward().outputs;
  const ErrorModel::BackwardBudget& budget = steady.backward_budget();
  Judgement result = judge_zero("dx", got.dx, budget.dx);
  result.merge(judge_zero("dweight", got.dweight, budget.dweight));
  return result;
}

}  // namespace

const Property kGradientOfConstant{
    "gradient_of_constant",
    "B9",
    "gradient of a constant dy",
    "where all dy of a channel are equal, dx = 0 and dweight = 0, for every eps",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "A constant dy is the gradient of a multiple of sum(y), and sum(y) = m*bias whatever "
              "x, weight and eps are. So its derivatives by x and by weight are 0.",
     .budget = "T2: the budgets of dx and dweight, around 0. They are above 0, since the rounded "
               "mean of dy and the rounded sum of xhat need not cancel exactly.",
     .catches = "The mean term missing or divided by m - 1, an uncentred dweight.",
     .defect = "no mean term"},
};

}  // namespace bncheck::properties
