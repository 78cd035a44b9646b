#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// Returns m times the variance of dy.
Ball spread_of(const std::vector<double>& dy) { return sum_of_squares(moments(dy).deviation); }

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  Residuals sign("the negative part of weight*sum(dy*dx)");
  Residuals length("the excess of sum(dx^2) over weight^2*invstd^2*sum((dy - mean(dy))^2)");
  for (const GradientChannel& channel : trial.gradient_channels()) {
    const Ball product = channel.weight * inner_product(channel.dy, channel.dx);
    const double weight = channel.weight.upper_magnitude();
    sign.add(shortfall(product), mul_up(weight, product_range(channel.dy, channel.dx_range)));
    const Ball longest = square(channel.weight * channel.invstd) * spread_of(channel.dy);
    length.add(shortfall(longest - sum_of_squares(channel.dx)),
               sum_of_squares(channel.dx_range).upper_magnitude());
  }
  Judgement result = sign.judgement();
  result.merge(length.judgement());
  return result;
}

}  // namespace

const Property kGradientSign{
    "gradient_sign",
    "B10",
    "sign and length of the gradient",
    "weight*sum(dy*dx) >= 0 and sum(dx^2) <= weight^2*invstd^2*sum((dy - mean(dy))^2), per channel",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "The eigenvalues of P = I - 11'/m - xhat xhat'/m are 0, eps/(var + eps) and 1, so that "
         "sum(dy*P dy) >= 0. And P dy = P(dy - mean(dy)) is no longer than dy - mean(dy).",
     .budget = "T3: with each dx_i widened by its budget, the ball of the residual must lie wholly "
               "on the wrong side to break the law.",
     .catches = "A wrong sign, a gradient that is too long.",
     .defect = "dx negated"},
};

}  // namespace bncheck::properties
