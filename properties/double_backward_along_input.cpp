#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) { return trains(trial) && has_double_backward(trial); }

Ball total(const std::vector<double>& values) {
  Ball result;
  for (const double value : values) result = result + Ball(value);
  return result;
}

/// Returns sum(d_x*(x - mean)) as x, dy and ddx alone make it.
Ball expected(const Moments& x, const std::vector<double>& dy, const std::vector<double>& ddx,
              double weight, double ddweight, double eps) {
  const Ball m(static_cast<double>(dy.size()));
  const Ball radicand = x.var + Ball(eps);
  const Ball invstd = Ball(1) / sqrt(radicand);
  const Ball share = x.var / radicand;
  const Ball p = inner_product(dy, x.deviation) * invstd / m;
  const Ball q = inner_product(ddx, x.deviation) * invstd / m;
  const std::vector<Ball> factors(ddx.begin(), ddx.end());
  const Ball covariance = inner_product(dy, factors) / m - total(dy) / m * (total(ddx) / m);
  const Ball bend = (Ball(3) * share - Ball(2)) * p * q - share * covariance;
  return m * (Ball(weight) * invstd * bend + Ball(ddweight) * (Ball(eps) / radicand) * p);
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.double_backward())) return *ended;
  const Problem& problem = trial.problem();
  const Budget& budget = trial.double_backward_budget().d_x;
  const std::vector<Ball> d_x = enclose(trial.double_backward().outputs.d_x, budget);
  Residuals residuals("sum(d_x*(x - mean)), less what x, dy and ddx make it");
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const Moments x = moments(channel_of(problem.x, problem.shape, c));
    const std::vector<Ball> own = channel_of(d_x, problem.shape, c);
    const std::vector<double> ranges = channel_of(budget.range, problem.shape, c);
    Ball product;
    double range = 0;
    for (std::size_t j = 0; j < own.size(); ++j) {
      product = product + own[j] * x.deviation[j];
      range = add_up(range, mul_up(x.deviation[j].upper_magnitude(), ranges[j]));
    }
    const Ball truth = expected(x, channel_of(problem.dy, problem.shape, c),
                                channel_of(trial.second().ddx, problem.shape, c),
                                problem.weight_of(c), trial.second().ddweight_of(c), problem.eps);
    residuals.add(product - truth, range);
  }
  return residuals.judgement();
}

}  // namespace

const Property kDoubleBackwardAlongInput{
    "double_backward_along_input",
    "H5",
    "second derivative along the input",
    "sum(d_x*(x - mean)) = m*weight*invstd*((3*s - 2)*p*q - s*mean(u*v)) + m*ddweight*(1 - s)*p, "
    "s = var/(var + eps), p = mean(dy*xhat), q = mean(ddx*xhat), u, v the centered dy, ddx",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {/*proof=*/
     "The sum of H1's d_x times xhat, where mean(xhat^2) = s. Along xhat in all three places it is "
     "-3*weight*invstd^2*m*s^2*(1 - s).",
     /*budget=*/
     "T3: the budgets of d_x, summed with |x - mean|; the rest is computed from x in balls.",
     /*catches=*/"A wrong factor of any term, a wrong eps or variance.",
     /*defect=*/"2 for 3 in the term along x"},
};

}  // namespace bncheck::properties
