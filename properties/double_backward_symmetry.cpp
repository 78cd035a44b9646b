#include <utility>

#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_double_backward(trial); }

/// Returns the trial of dy and ddx alone.
Trial along(Trial& trial, const std::vector<double>& dy, const std::vector<double>& ddx) {
  Problem problem = trial.problem();
  problem.dy = dy;
  return Trial(trial.court(), std::move(problem), {ddx, {}, {}});
}

/// d_x as it was answered, widened by its budget.
class Answer {
 public:
  explicit Answer(Trial& trial)
      : shape_(trial.problem().shape),
        ranges_(trial.double_backward_budget().d_x.range),
        d_x_(enclose(trial.double_backward().outputs.d_x, trial.double_backward_budget().d_x)) {}

  /// Returns sum(d_x*z) of one channel.
  ChannelSum along(const std::vector<double>& z, std::int64_t channel) const {
    const std::vector<double> direction = channel_of(z, shape_, channel);
    return {inner_product(direction, channel_of(d_x_, shape_, channel)),
            product_range(direction, channel_of(ranges_, shape_, channel))};
  }

 private:
  const Shape& shape_;
  const std::vector<double>& ranges_;
  std::vector<Ball> d_x_;
};

/// The two exchanges generate all permutations of the three directions.
Judgement check(Trial& trial) {
  const std::vector<double>& u = trial.problem().dy;
  const std::vector<double> v = trial.second().ddx;
  const std::vector<double> z = third_direction(trial.problem());
  Trial uv = along(trial, u, v);
  if (const auto ended = judge_status(uv.double_backward())) return *ended;
  Trial vu = along(trial, v, u);
  if (const auto ended = judge_status(vu.double_backward())) return *ended;
  Trial uz = along(trial, u, z);
  if (const auto ended = judge_status(uz.double_backward())) return *ended;
  Residuals exchanged("sum(z*d_x(u, v)) - sum(z*d_x(v, u))");
  Residuals moved("sum(z*d_x(u, v)) - sum(v*d_x(u, z))");
  const Answer of_uv(uv);
  const Answer of_vu(vu);
  const Answer of_uz(uz);
  for (std::int64_t c = 0; c < trial.problem().shape.c; ++c) {
    const ChannelSum first = of_uv.along(z, c);
    const ChannelSum second = of_vu.along(z, c);
    const ChannelSum third = of_uz.along(v, c);
    exchanged.add(first.total - second.total, add_up(first.range, second.range));
    moved.add(first.total - third.total, add_up(first.range, third.range));
  }
  Judgement result = exchanged.judgement();
  result.merge(moved.judgement());
  return result;
}

}  // namespace

const Property kDoubleBackwardSymmetry{
    "double_backward_symmetry",
    "H3",
    "symmetry of the second derivative",
    "sum(z*d_x(u, v)) keeps its value under all permutations of u = dy, v = ddx and z, with "
    "ddweight and ddbias absent, per channel, for every eps",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {/*proof=*/
     "xhat is the gradient of the function m*sqrt(var + eps) of x, so that sum(z*d_x(u, v)) is "
     "weight times its third derivative along u, v and z, which is symmetric (Schwarz).",
     /*budget=*/
     "T3: the budgets of d_x, summed over the channel with the weights of the direction.",
     /*catches=*/
     "A term that treats dy and ddx differently, a wrong factor of one of the three terms, "
     "directions that are not centered; second derivatives that are not symmetric were seen in "
     "PyTorch (#186256, #196699).",
     /*defect=*/"the term along ddx lost"},
};

}  // namespace bncheck::properties
