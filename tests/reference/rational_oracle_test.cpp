#include "reference/rational_oracle.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "reference/rational.h"

namespace bncheck::reference {
namespace {

TEST(Rational, ReadsDoublesExactly) {
  EXPECT_EQ(exact(0.75), Rational(3, 4));
  EXPECT_EQ(exact(-3), Rational(-3));
  EXPECT_EQ(exact(0), Rational(0));
  EXPECT_EQ(exact(0x1p-1074) * Rational(Integer(1) << 1074), Rational(1));
  EXPECT_EQ(exact(0x1.8p1023), Rational(Integer(3) << 1022));
}

TEST(Rational, EnclosesTheInverseRoot) {
  for (const Rational& value : {Rational(2), Rational(1, 3), exact(0x1p-1074), exact(0x1p1000)}) {
    const Interval root = inverse_root(value);
    EXPECT_LE(root.low * root.low * value, Rational(1));
    EXPECT_GT(root.high * root.high * value, Rational(1));
    EXPECT_LE((root.high - root.low) * Rational(Integer(1) << 399), root.low);
  }
  EXPECT_EQ(inverse_root(4).low, Rational(1, 2));
}

TEST(Rational, BecomesABallThatHoldsIt) {
  for (const Rational& value : {Rational(1, 3), Rational(-2, 7), exact(0x1p-1074) / 3,
                                Rational(Integer(1) << 900) / 7, Rational(0)}) {
    const Ball ball = to_ball(value, Rational(1, 1000));
    const Rational middle = exact(ball.middle.hi) + exact(ball.middle.lo);
    EXPECT_LE(abs(value - middle) + Rational(1, 1000), exact(ball.radius));
  }
  EXPECT_LE(to_ball(Rational(1, 3), 0).radius, 0x1p-107);
  EXPECT_EQ(to_ball(Rational(5, 4), 0).radius, 0);
  EXPECT_FALSE(to_ball(Rational(Integer(1) << 1024), 0).is_finite());
}

Problem example() {
  Problem problem;
  problem.shape = {2, 1, {}};
  problem.eps = 3;
  problem.momentum = 0.25;
  problem.x = {1, 3};
  problem.dy = {2, 4};
  problem.weight = {4};
  problem.bias = {10};
  problem.running_mean = {6};
  problem.running_var = {10};
  return problem;
}

void expect_values(const std::vector<Ball>& balls, const std::vector<double>& values) {
  ASSERT_EQ(balls.size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(balls[i].contains(values[i])) << balls[i].middle.hi << " is not " << values[i];
    EXPECT_LE(balls[i].radius, 0x1p-100);
  }
}

TEST(RationalOracle, ComputesTrainingByHand) {
  const RationalOracle oracle;
  const Forward<Ball> forward = oracle.forward(example(), {});
  expect_values(forward.y, {8, 12});
  expect_values(forward.save_mean, {2});
  expect_values(forward.save_invstd, {0.5});
  expect_values(forward.running_mean, {5});
  expect_values(forward.running_var, {8});
  const Backward<Ball> backward = oracle.backward(example());
  expect_values(backward.dx, {-1.5, 1.5});
  expect_values(backward.dweight, {1});
  expect_values(backward.dbias, {6});
}

TEST(RationalOracle, ComputesEvaluationByHand) {
  Problem problem = example();
  problem.mode = Mode::evaluation;
  problem.running_mean = {2};
  problem.running_var = {1};
  const RationalOracle oracle;
  expect_values(oracle.forward(problem, {}).y, {8, 12});
  EXPECT_TRUE(oracle.forward(problem, {}).save_mean.empty());
  expect_values(oracle.backward(problem).dx, {4, 8});
  expect_values(oracle.backward(problem).dweight, {1});
}

TEST(RationalOracle, FollowsTheDialect) {
  Dialect dialect;
  dialect.running_var = VarianceDivisor::biased;
  dialect.momentum = MomentumWeighs::old_value;
  dialect.saved = SavedStatistic::variance;
  const Forward<Ball> forward = RationalOracle().forward(example(), dialect);
  expect_values(forward.save_invstd, {1});
  expect_values(forward.running_mean, {3});
  expect_values(forward.running_var, {3.25});
  dialect.saved = SavedStatistic::none;
  EXPECT_TRUE(RationalOracle().forward(example(), dialect).save_mean.empty());
}

TEST(RationalOracle, ClaimsNothingWhereTheRootDoesNotExist) {
  Problem problem = example();
  problem.mode = Mode::evaluation;
  problem.running_var = {-4};
  EXPECT_FALSE(RationalOracle().forward(problem, {}).y[0].is_finite());
  problem.running_var = {-3};
  EXPECT_FALSE(RationalOracle().backward(problem).dx[0].is_finite());
}

}  // namespace
}  // namespace bncheck::reference
