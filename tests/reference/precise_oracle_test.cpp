#include "reference/precise_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string>

#include "reference/rational_oracle.h"
#include "tests/reference/random_problem.h"

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Whether both balls may hold one number, or neither claims anything.
bool agree(const Ball& a, const Ball& b) {
  if (a.is_finite() != b.is_finite()) return false;
  return !a.is_finite() || (a - b).contains_zero();
}

double largest(const std::vector<double>& values) {
  double result = 0;
  for (const double value : values) result = std::max(result, std::fabs(value));
  return result;
}

// A sum of m terms of magnitude t computed in 192 bits or more errs by less than 2^-180 m t. 2^-100
// leaves room for what y and dx lose where x - mean cancels: 2^54 (precise_oracle.cpp) and sqrt(m).
// A double radius cannot be below the smallest subnormal, and a value has one such error or two.
bool is_tiny(const Ball& ball, double terms) {
  return !ball.is_finite() || ball.radius <= 0x1p-100 * terms + 0x1p-1072;
}

void expect_same(const std::string& what, const std::vector<Ball>& precise,
                 const std::vector<Ball>& rational, double terms) {
  ASSERT_EQ(precise.size(), rational.size()) << what;
  for (std::size_t i = 0; i < precise.size(); ++i) {
    // Terms beyond the range of double may cancel: only the exact oracle still sees the result.
    if (!std::isfinite(terms) && !precise[i].is_finite()) continue;
    ASSERT_TRUE(agree(precise[i], rational[i]))
        << what << " " << i << ": " << precise[i].middle.hi << " +- " << precise[i].radius
        << " and " << rational[i].middle.hi << " +- " << rational[i].radius;
    ASSERT_TRUE(is_tiny(precise[i], std::max(terms, rational[i].upper_magnitude())))
        << what << " " << i << ": " << precise[i].middle.hi << " +- " << precise[i].radius;
  }
}

/// Returns the product, in which 0 times infinity is 0.
double product(std::initializer_list<double> factors) {
  double result = 1;
  for (const double factor : factors) result = mul_up(result, factor);
  return result;
}

/// The magnitudes that the terms of the outputs have at most.
struct Terms {
  double weight, bias, x, dy, invstd, xhat, running;

  Terms(const Problem& problem, const Statistics<Ball>& statistics)
      : weight(problem.weight.empty() ? 1 : largest(problem.weight)),
        bias(largest(problem.bias)),
        x(largest(problem.x) + largest(problem.running_mean)),
        dy(largest(problem.dy) * static_cast<double>(problem.shape.values_per_channel())),
        invstd(0) {
    for (const Ball& each : statistics.invstd) {
      invstd = std::max(invstd, each.is_finite() ? each.upper_magnitude() : kInfinity);
    }
    // Samuelson's inequality in training.
    xhat = problem.mode == Mode::evaluation
               ? product({x, invstd})
               : std::sqrt(static_cast<double>(problem.shape.values_per_channel()));
    running = product(
        {1 + std::fabs(problem.momentum), x + product({2, x, x}) + largest(problem.running_var)});
  }
};

void expect_same_forward(const Problem& problem, const Dialect& dialect, const Terms& terms) {
  const Forward<Ball> precise = PreciseOracle().forward(problem, dialect);
  const Forward<Ball> rational = RationalOracle().forward(problem, dialect);
  expect_same("y", precise.y, rational.y, product({terms.weight, terms.xhat}) + terms.bias);
  expect_same("save_mean", precise.save_mean, rational.save_mean, terms.x);
  expect_same("save_invstd", precise.save_invstd, rational.save_invstd, 0);
  expect_same("running_mean", precise.running_mean, rational.running_mean, terms.running);
  expect_same("running_var", precise.running_var, rational.running_var, terms.running);
}

void expect_same_backward(const Problem& problem, const Terms& terms) {
  const Backward<Ball> precise = PreciseOracle().backward(problem);
  const Backward<Ball> rational = RationalOracle().backward(problem);
  const double dweight = product({terms.dy, terms.xhat});
  const double inner = terms.dy + product({terms.xhat, dweight});
  expect_same("dx", precise.dx, rational.dx, product({terms.weight, terms.invstd, inner}));
  expect_same("dweight", precise.dweight, rational.dweight, dweight);
  expect_same("dbias", precise.dbias, rational.dbias, terms.dy);
}

void expect_same_double_backward(const Problem& problem, const SecondGradients& second,
                                 const Terms& terms) {
  const DoubleBackward<Ball> precise = PreciseOracle().double_backward(problem, second);
  const DoubleBackward<Ball> rational = RationalOracle().double_backward(problem, second);
  const double ddweight = largest(second.ddweight);
  const double ddx = largest(second.ddx) * static_cast<double>(problem.shape.values_per_channel());
  const double bends = 5 * (1 + product({terms.xhat, terms.xhat, terms.xhat}));
  expect_same("d_dy", precise.d_dy, rational.d_dy,
              product({terms.weight, terms.invstd, ddx, bends}) + product({ddweight, terms.xhat}) +
                  largest(second.ddbias));
  const double along_ddx = product({terms.weight, terms.invstd, ddx, bends});
  expect_same("d_x", precise.d_x, rational.d_x,
              product({terms.invstd, terms.dy, along_ddx + product({ddweight, bends})}));
  expect_same("d_weight", precise.d_weight, rational.d_weight,
              product({terms.invstd, terms.dy, ddx, bends}));
}

void expect_same_answers(const Problem& problem, const SecondGradients& second,
                         const Dialect& dialect) {
  const Statistics<Ball> precise = PreciseOracle().statistics(problem);
  const Statistics<Ball> rational = RationalOracle().statistics(problem);
  const Terms terms(problem, rational);
  expect_same("mean", precise.mean, rational.mean, terms.x);
  expect_same("var", precise.var, rational.var, 0);
  expect_same("invstd", precise.invstd, rational.invstd, 0);
  expect_same_forward(problem, dialect, terms);
  expect_same_backward(problem, terms);
  expect_same_double_backward(problem, second, terms);
}

void expect_same_on_random(DType dtype, Mode mode, int count) {
  RandomProblems random(static_cast<std::uint64_t>(dtype) * 2 + static_cast<std::uint64_t>(mode));
  for (int i = 0; i < count; ++i) {
    SCOPED_TRACE(i);
    const Problem problem = random.problem(dtype, mode);
    const Dialect dialect = random.dialect();
    expect_same_answers(problem, random.second(problem), dialect);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(PreciseOracle, AgreesWithExactRationalsOnFloatTraining) {
  expect_same_on_random(DType::f32, Mode::training, 1500);
}

TEST(PreciseOracle, AgreesWithExactRationalsOnFloatEvaluation) {
  expect_same_on_random(DType::f32, Mode::evaluation, 500);
}

TEST(PreciseOracle, AgreesWithExactRationalsOnDoubleTraining) {
  expect_same_on_random(DType::f64, Mode::training, 500);
}

TEST(PreciseOracle, AgreesWithExactRationalsOnDoubleEvaluation) {
  expect_same_on_random(DType::f64, Mode::evaluation, 500);
}

TEST(PreciseOracle, AgreesWithExactRationalsOnHalf) {
  expect_same_on_random(DType::f16, Mode::training, 300);
  expect_same_on_random(DType::bf16, Mode::training, 300);
}

Problem problem_of(std::vector<double> x) {
  Problem problem;
  problem.shape = {static_cast<std::int64_t>(x.size()), 1, {}};
  problem.x = x;
  problem.dy = std::move(x);
  problem.weight = {1};
  problem.bias = {0};
  problem.running_mean = {3};
  problem.running_var = {5};
  return problem;
}

// The comparison above notices one part in 2^100 of a single output.
TEST(PreciseOracle, ComparisonRejectsAWrongValue) {
  const Problem problem = problem_of({1, 2, 4});
  const Ball truth = RationalOracle().forward(problem, {}).y[0];
  EXPECT_TRUE(agree(truth, truth));
  EXPECT_FALSE(agree(truth * (Ball(1) + Ball(0x1p-100)), truth));
  EXPECT_FALSE(agree(Ball({0, 0}, kInfinity), truth));
  EXPECT_FALSE(is_tiny(truth.widened(0x1p-90), 1));
}

TEST(PreciseOracle, KeepsAConstantChannelExact) {
  Problem problem = problem_of({0.1, 0.1, 0.1});
  problem.eps = 0x1p-1074;
  const Statistics<Ball> statistics = PreciseOracle().statistics(problem);
  EXPECT_EQ(statistics.var[0].middle.hi, 0);
  EXPECT_EQ(statistics.var[0].radius, 0);
  EXPECT_TRUE(statistics.invstd[0].contains(0x1p537));
  EXPECT_EQ(PreciseOracle().forward(problem, {}).y[1].radius, 0);
}

TEST(PreciseOracle, ClaimsNothingWhereVarAndEpsAreZero) {
  Problem problem = problem_of({0.1, 0.1});
  problem.eps = 0;
  const Forward<Ball> forward = PreciseOracle().forward(problem, {});
  const Backward<Ball> backward = PreciseOracle().backward(problem);
  EXPECT_FALSE(forward.save_invstd[0].is_finite());
  EXPECT_FALSE(forward.y[0].is_finite());
  EXPECT_FALSE(backward.dx[0].is_finite());
  EXPECT_FALSE(backward.dweight[0].is_finite());
  EXPECT_TRUE(forward.save_mean[0].contains(0.1));
  EXPECT_TRUE(backward.dbias[0].contains(0.2));
}

TEST(PreciseOracle, LeavesRunningStatisticsOfAnEmptyChannel) {
  const Problem problem = problem_of({});
  const Forward<Ball> forward = PreciseOracle().forward(problem, {});
  const Backward<Ball> backward = PreciseOracle().backward(problem);
  EXPECT_EQ(forward.running_mean[0].middle.hi, 3);
  EXPECT_EQ(forward.running_var[0].middle.hi, 5);
  EXPECT_FALSE(forward.save_mean[0].is_finite());
  EXPECT_EQ(backward.dweight[0].upper_magnitude(), 0);
  EXPECT_EQ(backward.dbias[0].upper_magnitude(), 0);
}

TEST(PreciseOracle, GivesOneValueNoUnbiasedVariance) {
  Problem problem = problem_of({7});
  problem.momentum = 1;
  const Forward<Ball> forward = PreciseOracle().forward(problem, {});
  EXPECT_EQ(forward.running_var[0].upper_magnitude(), 0);
  EXPECT_TRUE(forward.running_mean[0].contains(7));
}

TEST(PreciseOracle, ConfinesAnInfinityToItsChannel) {
  Problem problem = problem_of({1, kInfinity, 2, 3});
  problem.shape = {2, 2, {}};
  for (auto* tensor : {&problem.weight, &problem.bias, &problem.running_mean}) tensor->resize(2);
  problem.running_var.resize(2);
  const Forward<Ball> forward = PreciseOracle().forward(problem, {});
  EXPECT_TRUE(forward.y[0].is_finite());
  EXPECT_FALSE(forward.y[1].is_finite());
  EXPECT_FALSE(forward.y[3].is_finite());
  EXPECT_FALSE(forward.running_var[1].is_finite());
}

TEST(PreciseOracle, TakesAbsentSecondGradientsAsZero) {
  const Problem problem = problem_of({1, 2, 4});
  const DoubleBackward<Ball> out = PreciseOracle().double_backward(problem, {});
  for (const Ball& each : out.d_x) EXPECT_TRUE(each.contains(0) && each.radius < 0x1p-100);
  EXPECT_TRUE(out.d_weight[0].contains(0));
}

TEST(PreciseOracle, BeginsWiderWhereTheValuesSpanMore) {
  const int narrow = first_width(problem_of({1, 2, 3}), 0, false);
  EXPECT_LE(narrow, 192);
  EXPECT_GT(first_width(problem_of({1, 0x1p-100}), 0, false), narrow + 90);
  Problem problem = problem_of({1, 2, 3});
  problem.dy = {1, 0x1p-100, 1};
  EXPECT_EQ(first_width(problem, 0, false), narrow);
  EXPECT_GT(first_width(problem, 0, true), narrow + 90);
}

// 2^1000 + 2^-1000 - 2^1000 is lost in any narrower sum.
TEST(PreciseOracle, KeepsWhatCancellationLeaves) {
  Problem problem = problem_of({0x1p1000, 0x1p-1000, -0x1p1000});
  problem.dtype = DType::f64;
  const Ball dbias = PreciseOracle().backward(problem).dbias[0];
  EXPECT_TRUE(dbias.contains(0x1p-1000));
  EXPECT_LE(dbias.radius, 0x1p-1074);
}

}  // namespace
}  // namespace bncheck::reference
