#include <cmath>

#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  return (trains(trial) || evaluates(trial)) && has_backward(trial) && has_double_backward(trial);
}

/// A tensor of answers, and the ranges of their exact values.
struct Answers {
  Answers(const std::vector<double>& got, const Budget& budget)
      : values(enclose(got, budget)), ranges(budget.range) {}

  /// sum(direction*answers) over one channel.
  ChannelSum along(const std::vector<double>& direction, const Shape& shape,
                   std::int64_t channel) const {
    const std::vector<double> own = channel_of(direction, shape, channel);
    return {inner_product(own, channel_of(values, shape, channel)),
            product_range(own, channel_of(ranges, shape, channel))};
  }

  /// factor*answer of one channel; 0 where the tensor is absent.
  ChannelSum times(double factor, std::int64_t channel) const {
    if (values.empty() || factor == 0) return {};
    const auto c = static_cast<std::size_t>(channel);
    return {Ball(factor) * values[c], mul_up(std::fabs(factor), ranges[c])};
  }

  std::vector<Ball> values;
  std::vector<double> ranges;
};

void add(Residuals& residuals, const ChannelSum& left, const ChannelSum& right) {
  residuals.add(left.total - right.total, add_up(left.range, right.range));
}

ChannelSum operator+(const ChannelSum& a, const ChannelSum& b) {
  return {a.total + b.total, add_up(a.range, b.range)};
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  if (const auto ended = judge_status(trial.double_backward())) return *ended;
  const Problem& problem = trial.problem();
  const SecondGradients& second = trial.second();
  const Backward<double>& first = trial.backward().outputs;
  const DoubleBackward<double>& got = trial.double_backward().outputs;
  const Answers dx(first.dx, trial.backward_budget().dx);
  const Answers dweight(first.dweight, trial.backward_budget().dweight);
  const Answers dbias(first.dbias, trial.backward_budget().dbias);
  const Answers d_dy(got.d_dy, trial.double_backward_budget().d_dy);
  const Answers d_weight(got.d_weight, trial.double_backward_budget().d_weight);
  Residuals linear("sum(dy*d_dy) - sum(ddx*dx) - ddweight*dweight - ddbias*dbias");
  Residuals scaled("weight*d_weight - sum(ddx*dx)");
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const ChannelSum of_dx = dx.along(second.ddx, problem.shape, c);
    add(linear, d_dy.along(problem.dy, problem.shape, c),
        of_dx + dweight.times(second.ddweight_of(c), c) + dbias.times(second.ddbias_of(c), c));
    add(scaled, d_weight.times(problem.weight_of(c), c), of_dx);
  }
  Judgement result = linear.judgement();
  if (!problem.weight.empty()) result.merge(scaled.judgement());
  return result;
}

}  // namespace

const Property kDoubleBackwardMatchesBackward{
    "double_backward_matches_backward",
    "H6",
    "double backward belongs to backward",
    "sum(dy*d_dy) = sum(ddx*dx) + ddweight*dweight + ddbias*dbias and weight*d_weight = "
    "sum(ddx*dx), in both modes, for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {/*proof=*/
     "dx, dweight and dbias are linear in dy, and dx is linear in weight: a linear function is its "
     "derivative times its argument (Euler).",
     /*budget=*/"T3: the budgets of both calls, summed with the weights of the directions.",
     /*catches=*/
     "A double backward that disagrees with its backward on statistics, eps or weight, a lost "
     "second gradient, a d_weight that counts weight twice.",
     /*defect=*/"weight left in d_weight"},
};

}  // namespace bncheck::properties
