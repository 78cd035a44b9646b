#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_double_backward(trial); }

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.double_backward())) return *ended;
  const DoubleBackward<double>& got = trial.double_backward().outputs;
  const ErrorModel::DoubleBackwardBudget& budget = trial.double_backward_budget();
  const Shape& shape = trial.problem().shape;
  const Ball m(static_cast<double>(shape.values_per_channel()));
  Residuals of_x("sum(d_x)");
  Residuals of_dy("sum(d_dy) - m*ddbias");
  for (std::int64_t c = 0; c < shape.c; ++c) {
    const ChannelSum x = sum_channel(got.d_x, budget.d_x, shape, c);
    const ChannelSum dy = sum_channel(got.d_dy, budget.d_dy, shape, c);
    of_x.add(x.total, x.range);
    of_dy.add(dy.total - m * Ball(trial.second().ddbias_of(c)), dy.range);
  }
  Judgement result = of_x.judgement();
  result.merge(of_dy.judgement());
  return result;
}

}  // namespace

const Property kDoubleBackwardSums{
    "double_backward_sums",
    "H4",
    "sums of the second derivatives",
    "sum(d_x) = 0 and sum(d_dy) = m*ddbias, per channel, for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {/*proof=*/
     "dx and dweight stay where a constant is added to x, or, but for dbias, to dy: the derivative "
     "along that constant is 0, and that of ddbias*dbias is m*ddbias.",
     /*budget=*/"T3: the budgets of the elements, summed over the channel.",
     /*catches=*/
     "A direction that is not centered or divided by m - 1, a lost ddbias, elements left out.",
     /*defect=*/"dy not centered"},
};

}  // namespace bncheck::properties
