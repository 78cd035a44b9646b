#include "reference/double_backward.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "reference/precise_channel.h"
#include "reference/rational_oracle.h"
#include "tests/reference/dual.h"

// Double backward is the derivative of S = sum(ddx*dx) + ddweight*dweight + ddbias*dbias: found
// here without its formulas, from those of backward, by dual numbers.
namespace bncheck::reference {
namespace {

constexpr int kWidth = 512;
using Real = MpBall<kWidth>::Middle;

/// The required agreement: 1e-40 of the derivative's norm.
const Real kRequired = Real(1) / pow(Real(10), 40);

template <class Number>
Number pairing(const Problem& problem, const SecondGradients& second, const std::vector<Number>& x,
               const std::vector<Number>& dy, double weight) {
  const bool training = problem.mode == Mode::training;
  const Moments<Number> moments = training ? batch_moments(x) : running_moments<Number>(problem, 0);
  const Number invstd = inverse_deviation(moments.var, problem.eps);
  const Gradient<Number> first = training ? training_gradient(x, dy, moments, invstd, weight)
                                          : evaluation_gradient(x, dy, moments, invstd, weight);
  return dot(channel_values<Number>(second.ddx, problem.shape, 0), first.dx) +
         Number(second.ddweight_of(0)) * first.dweight + Number(second.ddbias_of(0)) * first.dbias;
}

struct Derivatives {
  std::vector<Real> d_dy, d_x;
  Real d_weight;
};

Derivatives dual_derivatives(const Problem& problem, const SecondGradients& second) {
  const auto x = channel_values<Dual<Real>>(problem.x, problem.shape, 0);
  const auto dy = channel_values<Dual<Real>>(problem.dy, problem.shape, 0);
  const double weight = problem.weight_of(0);
  Derivatives out;
  for (std::size_t j = 0; j < x.size(); ++j) {
    auto moved_x = x;
    auto moved_dy = dy;
    moved_x[j].derivative = moved_dy[j].derivative = Real(1);
    out.d_x.push_back(pairing(problem, second, moved_x, dy, weight).derivative);
    out.d_dy.push_back(pairing(problem, second, x, moved_dy, weight).derivative);
  }
  // S is linear in weight, and dweight and dbias do not depend on it.
  out.d_weight = (pairing(problem, second, x, dy, 1) - pairing(problem, second, x, dy, 0)).value;
  return out;
}

SecondGradient<MpBall<kWidth>> ball_derivatives(const Problem& problem,
                                                const SecondGradients& second) {
  return channel_second_gradient(problem, second, 0, normalized_channel<kWidth>(problem, 0));
}

Real distance(const std::vector<MpBall<kWidth>>& balls, const std::vector<Real>& expected) {
  std::vector<Real> difference;
  for (std::size_t j = 0; j < balls.size(); ++j) {
    difference.push_back(balls[j].middle() - expected[j]);
  }
  return sqrt(Real(dot(difference, difference) / dot(expected, expected)));
}

struct Example {
  Problem problem;
  SecondGradients second;
};

/// Returns problems with one channel of 3 to 9 unequal values, some far from 0.
std::vector<Example> examples(Mode mode) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> uniform(-2, 2);
  std::vector<Example> chosen;
  for (int i = 0; i < 48; ++i) {
    Example example;
    Problem& problem = example.problem;
    problem.dtype = DType::f64;
    problem.mode = mode;
    problem.shape = {3 + i % 7, 1, {}};
    problem.eps = std::array<double, 4>{0, 1e-12, 1e-5, 1}[static_cast<std::size_t>(i % 4)];
    const double shift = i % 3 == 0 ? 1e6 * uniform(random) : 0;
    for (std::int64_t j = 0; j < problem.shape.n; ++j) {
      problem.x.push_back(shift + uniform(random));
      problem.dy.push_back(uniform(random));
      example.second.ddx.push_back(uniform(random));
    }
    problem.weight = {uniform(random)};
    problem.running_mean = {uniform(random)};
    problem.running_var = {std::fabs(uniform(random))};
    example.second.ddweight = {uniform(random)};
    example.second.ddbias = {uniform(random)};
    chosen.push_back(example);
  }
  return chosen;
}

class SecondDefinition : public testing::TestWithParam<Mode> {};

TEST_P(SecondDefinition, IsTheDerivativeOfBackwardInDualNumbers) {
  for (const auto& [problem, second] : examples(GetParam())) {
    const auto got = ball_derivatives(problem, second);
    const Derivatives expected = dual_derivatives(problem, second);
    EXPECT_LE(distance(got.d_dy, expected.d_dy), kRequired);
    EXPECT_LE(distance(got.d_x, expected.d_x), kRequired);
    EXPECT_LE(abs(got.d_weight.middle() - expected.d_weight), kRequired * abs(expected.d_weight));
  }
}

INSTANTIATE_TEST_SUITE_P(Modes, SecondDefinition, testing::Values(Mode::training, Mode::evaluation),
                         [](const auto& mode) { return std::string(to_string(mode.param)); });

// What is required above rejects the smallest mistakes.
TEST(SecondDefinitionCheck, RejectsAMissingTermAndAnEpsThatIsSlightlyOff) {
  Example example = examples(Mode::training)[2];
  const Derivatives expected = dual_derivatives(example.problem, example.second);
  SecondGradients without = example.second;
  without.ddweight.clear();
  EXPECT_GT(distance(ball_derivatives(example.problem, without).d_x, expected.d_x), kRequired);
  example.problem.eps = std::nextafter(example.problem.eps, 1);
  EXPECT_GT(distance(ball_derivatives(example.problem, example.second).d_x, expected.d_x),
            kRequired);
}

void expect_values(const std::vector<Ball>& balls, const std::vector<double>& values) {
  ASSERT_EQ(balls.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(balls[i].contains(values[i])) << balls[i].middle.hi << " is not " << values[i];
    EXPECT_LE(balls[i].radius, 0x1p-100);
  }
}

// xhat = {-1/2, 1/2} and invstd = 1/2; dy - mean = {-1, 1}, ddx - mean = {2, -2}; p = 1/2, q = -1
// and the covariance is -2, so that 3pq + 2 = 1/2 and pq = -1/2.
TEST(RationalOracle, ComputesDoubleBackwardByHand) {
  Problem problem;
  problem.shape = {2, 1, {}};
  problem.eps = 3;
  problem.x = {1, 3};
  problem.dy = {2, 4};
  problem.weight = {4};
  const DoubleBackward<Ball> out = RationalOracle().double_backward(problem, {{7, 3}, {8}, {0.5}});
  expect_values(out.d_dy, {2 * (2 - 0.5) - 4 + 0.5, 2 * (-2 + 0.5) + 4 + 0.5});
  expect_values(out.d_x, {-0.25 - 1 - 1 + 4 * (-1 + 0.25), 0.25 + 1 + 1 + 4 * (1 - 0.25)});
  expect_values(out.d_weight, {0.5 * 2 * (-2 + 0.5)});
  problem.mode = Mode::evaluation;
  problem.running_mean = {2};
  problem.running_var = {1};
  const DoubleBackward<Ball> evaluated =
      RationalOracle().double_backward(problem, {{7, 3}, {8}, {0.5}});
  expect_values(evaluated.d_dy, {14 - 4 + 0.5, 6 + 4 + 0.5});
  expect_values(evaluated.d_x, {8, 16});
  expect_values(evaluated.d_weight, {13});
}

}  // namespace
}  // namespace bncheck::reference
