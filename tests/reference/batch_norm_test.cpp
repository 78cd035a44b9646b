#include "reference/batch_norm.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "reference/precise_channel.h"
#include "reference/precise_oracle.h"
#include "tests/reference/dual.h"

// Backward is the derivative of the loss L = sum(dy * y): found here without its formulas, from
// forward alone, by dual numbers and by finite differences.
namespace bncheck::reference {
namespace {

// Wide enough that the differences keep 1e-40 after losing what their steps cancel.
constexpr int kWidth = 512;
using Real = MpBall<kWidth>::Middle;

/// The required agreement: 1e-40 of the gradient's norm.
const Real kRequired = Real(1) / pow(Real(10), 40);

/// Returns L for one channel in any number type.
template <class Number>
Number loss(const Problem& problem, const std::vector<Number>& x, double weight, double bias) {
  const Moments<Number> moments =
      problem.mode == Mode::training ? batch_moments(x) : running_moments<Number>(problem, 0);
  const Number invstd = inverse_deviation(moments.var, problem.eps);
  return dot(channel_values<Number>(problem.dy, problem.shape, 0),
             output(x, moments, invstd, weight, bias));
}

/// Returns dL/dx by one dual number for each element.
std::vector<Real> dual_gradient(const Problem& problem) {
  std::vector<Real> gradient;
  const auto at = channel_values<Dual<Real>>(problem.x, problem.shape, 0);
  for (std::size_t j = 0; j < at.size(); ++j) {
    auto x = at;
    x[j].derivative = Real(1);
    gradient.push_back(loss(problem, x, problem.weight_of(0), problem.bias_of(0)).derivative);
  }
  return gradient;
}

/// Returns (L(x + h) - L(x - h)) / 2h in one element.
Real central_difference(const Problem& problem, std::size_t j, const Real& step) {
  const auto at = channel_values<Real>(problem.x, problem.shape, 0);
  auto above = at;
  auto below = at;
  above[j] += step;
  below[j] -= step;
  const double weight = problem.weight_of(0);
  const Real difference = loss(problem, above, weight, 0) - loss(problem, below, weight, 0);
  return difference / (2 * step);
}

/// Extrapolates four central differences to step 0 (Richardson): the error is of order step^8,
/// which is 2^-176 for a step of 2^-22 standard deviations.
Real extrapolated_difference(const Problem& problem, std::size_t j, const Real& deviation) {
  constexpr int kLevels = 4;
  std::vector<Real> table;
  for (int level = 0; level < kLevels; ++level) {
    table.push_back(central_difference(problem, j, ldexp(deviation, -22 - level)));
  }
  for (int order = 1; order < kLevels; ++order) {
    const Real power = ldexp(Real(1), 2 * order);
    for (int level = kLevels - 1; level >= order; --level) {
      const auto at = static_cast<std::size_t>(level);
      table[at] = (power * table[at] - table[at - 1]) / (power - 1);
    }
  }
  return table.back();
}

std::vector<Real> difference_gradient(const Problem& problem) {
  const auto x = channel_values<Real>(problem.x, problem.shape, 0);
  const Real var =
      problem.mode == Mode::training ? batch_moments(x).var : running_moments<Real>(problem, 0).var;
  const Real deviation = 1 / inverse_deviation(var, problem.eps);
  std::vector<Real> gradient;
  for (std::size_t j = 0; j < x.size(); ++j) {
    gradient.push_back(extrapolated_difference(problem, j, deviation));
  }
  return gradient;
}

/// Returns ||a - b|| / ||b||.
Real distance(const std::vector<Real>& a, const std::vector<Real>& b) {
  std::vector<Real> difference;
  for (std::size_t j = 0; j < a.size(); ++j) difference.push_back(a[j] - b[j]);
  return sqrt(Real(dot(difference, difference) / dot(b, b)));
}

Gradient<MpBall<kWidth>> ball_gradient(const Problem& problem) {
  return channel_gradient(problem, 0, normalized_channel<kWidth>(problem, 0));
}

std::vector<Real> middles(const std::vector<MpBall<kWidth>>& balls) {
  std::vector<Real> values;
  for (const auto& ball : balls) values.push_back(ball.middle());
  return values;
}

/// Returns problems with one channel of 3 to 9 unequal values, some far from 0.
std::vector<Problem> problems(Mode mode) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(-2, 2);
  std::vector<Problem> chosen;
  for (int i = 0; i < 48; ++i) {
    Problem problem;
    problem.dtype = DType::f64;
    problem.mode = mode;
    problem.shape = {3 + i % 7, 1, {}};
    problem.eps = std::array<double, 4>{0, 1e-12, 1e-5, 1}[static_cast<std::size_t>(i % 4)];
    const double shift = i % 3 == 0 ? 1e6 * uniform(random) : 0;
    for (std::int64_t j = 0; j < problem.shape.n; ++j) {
      problem.x.push_back(shift + uniform(random));
      problem.dy.push_back(uniform(random));
    }
    problem.weight = {uniform(random)};
    problem.bias = {uniform(random)};
    problem.running_mean = {uniform(random)};
    problem.running_var = {std::fabs(uniform(random))};
    chosen.push_back(problem);
  }
  return chosen;
}

class Definition : public testing::TestWithParam<Mode> {};

TEST_P(Definition, GradientIsThatOfDualNumbers) {
  for (const Problem& problem : problems(GetParam())) {
    EXPECT_LE(distance(middles(ball_gradient(problem).dx), dual_gradient(problem)), kRequired);
  }
}

TEST_P(Definition, GradientIsTheLimitOfDifferences) {
  for (const Problem& problem : problems(GetParam())) {
    EXPECT_LE(distance(middles(ball_gradient(problem).dx), difference_gradient(problem)),
              kRequired);
  }
}

// L is linear in weight and in bias.
TEST_P(Definition, ParameterGradientsAreDifferencesOfTheLoss) {
  for (const Problem& problem : problems(GetParam())) {
    const auto x = channel_values<Real>(problem.x, problem.shape, 0);
    const auto gradient = ball_gradient(problem);
    const MpBall<kWidth> dweight(loss(problem, x, 1, 0), 0);
    const MpBall<kWidth> dbias(loss(problem, x, 0, 1), 0);
    EXPECT_TRUE((dweight.to_ball() - gradient.dweight.to_ball()).contains_zero());
    EXPECT_TRUE((dbias.to_ball() - gradient.dbias.to_ball()).contains_zero());
  }
}

TEST_P(Definition, OracleEnclosesTheDualGradient) {
  for (const Problem& problem : problems(GetParam())) {
    const std::vector<Ball> dx = PreciseOracle().backward(problem).dx;
    const std::vector<Real> dual = dual_gradient(problem);
    for (std::size_t j = 0; j < dx.size(); ++j) {
      const Ball exact = MpBall<kWidth>(dual[j], 0).to_ball();
      EXPECT_TRUE((dx[j] - exact).contains_zero());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Modes, Definition, testing::Values(Mode::training, Mode::evaluation),
                         [](const auto& mode) { return std::string(to_string(mode.param)); });

// The published mistakes of batch norm's backward are far outside what is required above.
TEST(DefinitionCheck, RejectsAGradientThatForgetsTheStatistics) {
  for (const Problem& problem : problems(Mode::training)) {
    const auto x = channel_values<Real>(problem.x, problem.shape, 0);
    const auto dy = channel_values<Real>(problem.dy, problem.shape, 0);
    const Moments<Real> moments = batch_moments(x);
    const Real invstd = inverse_deviation(moments.var, problem.eps);
    const auto wrong = evaluation_gradient(x, dy, moments, invstd, problem.weight_of(0));
    EXPECT_GT(distance(wrong.dx, dual_gradient(problem)), kRequired);
  }
}

TEST(DefinitionCheck, RejectsAnEpsThatIsSlightlyOff) {
  Problem problem;
  problem.shape = {4, 1, {}};
  problem.x = {1, 2, 4, 7};
  problem.dy = {1, -1, 3, 2};
  const std::vector<Real> right = difference_gradient(problem);
  EXPECT_LE(distance(dual_gradient(problem), right), kRequired);
  problem.eps = std::nextafter(problem.eps, 1);
  EXPECT_GT(distance(dual_gradient(problem), right), kRequired);
}

TEST(DefinitionCheck, ComputesASmallExampleByHand) {
  const std::vector<double> x = {1, 3};
  const Moments<double> moments = batch_moments(x);
  EXPECT_EQ(moments.mean, 2);
  EXPECT_EQ(moments.var, 1);
  const double invstd = inverse_deviation(moments.var, 3);
  EXPECT_EQ(invstd, 0.5);
  EXPECT_EQ(output(x, moments, invstd, 4.0, 10.0), (std::vector<double>{8, 12}));
  EXPECT_EQ(tracked_variance(moments.var, 2, VarianceDivisor::unbiased), 2);
  EXPECT_EQ(tracked_variance(moments.var, 2, VarianceDivisor::biased), 1);
  EXPECT_EQ(updated(8.0, 4.0, 0.25, MomentumWeighs::new_value), 7);
  EXPECT_EQ(updated(8.0, 4.0, 0.25, MomentumWeighs::old_value), 5);
  // xhat = {-1/2, 1/2}, mean(dy) = 3, mean(dy xhat) = 1/2: dx = 2 (dy - 3 - xhat / 2).
  const auto gradient = training_gradient<double>(x, {2, 4}, moments, invstd, 4);
  EXPECT_EQ(gradient.dx, (std::vector<double>{-1.5, 1.5}));
  EXPECT_EQ(gradient.dweight, 1);
  EXPECT_EQ(gradient.dbias, 6);
}

}  // namespace
}  // namespace bncheck::reference
