#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/ulp.h"
#include "reference/certified_oracle.h"
#include "tests/reference/random_problem.h"

// Problems whose answers are known without an oracle.
namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Problem problem_of(DType dtype, std::vector<double> x) {
  Problem problem;
  problem.dtype = dtype;
  problem.shape = {static_cast<std::int64_t>(x.size()), 1, {}};
  problem.eps = 0;
  problem.x = x;
  problem.dy = std::move(x);
  problem.weight = {1};
  problem.bias = {0};
  problem.running_mean = {3};
  problem.running_var = {5};
  return problem;
}

Forward<double> forward(const Problem& problem, const Dialect& dialect = {}) {
  return CertifiedOracle().rounded_forward(problem, dialect).outputs;
}

Backward<double> backward(const Problem& problem) {
  return CertifiedOracle().rounded_backward(problem).outputs;
}

// xhat is -1 and 1, so that y is bias -+ weight: 1 + 2^-24 is midway between two floats.
TEST(CertifiedOracleSpecial, TakesTheEvenOneOfATie) {
  Problem problem = problem_of(DType::f32, {-4, 4});
  problem.bias = {0x1p-24};
  EXPECT_EQ(forward(problem).y[1], 1);
  EXPECT_EQ(forward(problem).y[0], -(1 - 0x1p-24));
  problem.weight = {1 + 0x1p-23};
  EXPECT_EQ(forward(problem).y[1], 1 + 0x1p-22);
  const Rounded<Forward<double>> rounded = CertifiedOracle().rounded_forward(problem, {});
  EXPECT_EQ(rounded.tiers.decided[0], 0U);
}

TEST(CertifiedOracleSpecial, TakesTheEvenOneOfATieOfHalfNumbers) {
  for (const DType dtype : {DType::f16, DType::bf16}) {
    const double u = unit_roundoff(dtype);
    Problem problem = problem_of(dtype, {-4, 4});
    problem.weight = {1 + u};
    EXPECT_EQ(forward(problem).y[1], 1);
    EXPECT_EQ(forward(problem).y[0], -1);
    problem.weight = {1 + 3 * u};
    EXPECT_EQ(forward(problem).y[1], 1 + 4 * u);
  }
}

// 1 + u + 2^-30 is nearer to 1 + 2u, and a float would lose the 2^-30 that says so.
TEST(CertifiedOracleSpecial, RoundsHalfNumbersOnce) {
  for (const DType dtype : {DType::f16, DType::bf16}) {
    const double u = unit_roundoff(dtype);
    Problem problem = problem_of(dtype, {-4, 4});
    problem.weight = {1 + u};
    problem.bias = {0x1p-30};
    EXPECT_EQ(round_to(dtype, round_to(DType::f32, 1 + u + 0x1p-30)), 1);
    EXPECT_EQ(forward(problem).y[1], 1 + 2 * u);
  }
}

// Parameters and statistics of half tensors are floats.
TEST(CertifiedOracleSpecial, RoundsStatisticsToTheTypeOfTheParameters) {
  Problem problem = problem_of(DType::f16, {1, 1, 2});
  EXPECT_EQ(forward(problem).save_mean[0], static_cast<float>(4.0 / 3));
  problem.dtype = DType::f64;
  EXPECT_EQ(forward(problem).save_mean[0], 4.0 / 3);
}

TEST(CertifiedOracleSpecial, RoundsBelowTheNormalNumbersToTheirGrid) {
  Problem problem = problem_of(DType::f32, {-4, 4});
  problem.weight = {0x1p-149};
  problem.bias = {0x1p-149};
  EXPECT_EQ(forward(problem).y, (std::vector<double>{0, 0x1p-148}));
  problem = problem_of(DType::f16, {-4, 4});
  problem.weight = {0x1.8p-25};
  EXPECT_EQ(forward(problem).y, (std::vector<double>{-0x1p-24, 0x1p-24}));
  problem.weight = {0x1p-25};
  EXPECT_EQ(forward(problem).y, (std::vector<double>{0, 0}));
  EXPECT_TRUE(same(forward(problem).y[0], 0)) << "-0 is 0";
}

TEST(CertifiedOracleSpecial, RoundsBeyondTheLargestNumberToInfinity) {
  Problem problem = problem_of(DType::f16, {-4, 4});
  problem.weight = {65519};
  EXPECT_EQ(forward(problem).y, (std::vector<double>{-65504, 65504}));
  problem.weight = {65520};
  EXPECT_EQ(forward(problem).y, (std::vector<double>{-kInfinity, kInfinity}));
  const double largest = std::numeric_limits<double>::max();
  problem = problem_of(DType::f64, {largest, largest, -largest, -largest});
  EXPECT_EQ(forward(problem).y, (std::vector<double>{1, 1, -1, -1}));
  EXPECT_EQ(forward(problem).running_var[0], kInfinity);
  EXPECT_FALSE(CertifiedOracle().statistics(problem).var[0].is_finite());
}

TEST(CertifiedOracleSpecial, KeepsAConstantChannelExact) {
  Problem problem = problem_of(DType::f32, {0.1F, 0.1F, 0.1F});
  problem.eps = 0x1p-40;
  problem.bias = {0.3F};
  EXPECT_EQ(forward(problem).y, (std::vector<double>(3, 0.3F)));
  EXPECT_EQ(forward(problem).save_mean[0], 0.1F);
  EXPECT_EQ(forward(problem).save_invstd[0], 0x1p20);
  EXPECT_EQ(CertifiedOracle().statistics(problem).var[0].radius, 0);
  EXPECT_EQ(backward(problem).dweight[0], 0);
}

TEST(CertifiedOracleSpecial, HasNoValueWhereVarAndEpsAreZero) {
  for (const DType dtype : {DType::f16, DType::f32, DType::f64}) {
    const Problem problem = problem_of(dtype, {2, 2});
    EXPECT_TRUE(std::isnan(forward(problem).y[1]));
    EXPECT_TRUE(std::isnan(forward(problem).save_invstd[0]));
    EXPECT_EQ(forward(problem).save_mean[0], 2);
    EXPECT_EQ(forward(problem, parse_dialect("pytorch;saved=variance")).save_invstd[0], 0);
    EXPECT_TRUE(std::isnan(backward(problem).dx[0]));
    EXPECT_TRUE(std::isnan(backward(problem).dweight[0]));
    EXPECT_EQ(backward(problem).dbias[0], 4);
    EXPECT_FALSE(CertifiedOracle().statistics(problem).invstd[0].is_finite());
  }
}

TEST(CertifiedOracleSpecial, NormalizesOneTwoAndThreeValues) {
  Problem problem = problem_of(DType::f32, {7});
  problem.eps = 1;
  problem.momentum = 1;
  EXPECT_EQ(forward(problem).y[0], 0);
  EXPECT_EQ(forward(problem).running_var[0], 0);
  EXPECT_EQ(forward(problem).running_mean[0], 7);
  problem = problem_of(DType::f32, {7, 9});
  problem.momentum = 1;
  EXPECT_EQ(forward(problem).y, (std::vector<double>{-1, 1}));
  EXPECT_EQ(forward(problem).running_var[0], 2);
  problem = problem_of(DType::f32, {1, 2, 3});
  const double outer = static_cast<float>(std::sqrt(1.5));
  EXPECT_EQ(forward(problem).y, (std::vector<double>{-outer, 0, outer}));
}

TEST(CertifiedOracleSpecial, GivesTheBiasWhereTheWeightIsZero) {
  Problem problem = problem_of(DType::f32, {1, 2, 4});
  problem.weight = {0};
  problem.bias = {-0x1.23456p-130};
  EXPECT_EQ(forward(problem).y, (std::vector<double>(3, -0x1.23456p-130)));
  EXPECT_EQ(backward(problem).dx, (std::vector<double>(3, 0)));
}

TEST(CertifiedOracleSpecial, LeavesTheRunningStatisticsOfAnEmptyChannel) {
  Problem problem = problem_of(DType::f32, {});
  problem.momentum = 0.5;
  EXPECT_EQ(forward(problem).running_mean[0], 3);
  EXPECT_EQ(forward(problem).running_var[0], 5);
  EXPECT_TRUE(std::isnan(forward(problem).save_mean[0]));
  EXPECT_TRUE(std::isnan(forward(problem).save_invstd[0]));
  EXPECT_EQ(backward(problem).dweight[0], 0);
  EXPECT_EQ(backward(problem).dbias[0], 0);
  problem.mode = Mode::evaluation;
  EXPECT_EQ(backward(problem).dweight[0], 0);
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double left, double right) {
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
  });
}

Problem five_channels() {
  RandomProblems random(9);
  Problem problem = random.problem(DType::f32, Mode::training);
  problem.shape = {40, 5, {20}};
  problem.eps = 1e-5;
  problem.weight = problem.bias = problem.running_mean = problem.running_var = {1, 2, 3, 4, 5};
  const std::vector<double> x = problem.x;
  problem.x.assign(4000, 0.1F);
  for (std::size_t i = 0; i < 4000; ++i) problem.x[i] += static_cast<double>(i * i % 97);
  for (double& value : problem.x) value = round_to(DType::f32, value);
  problem.dy.assign(problem.x.rbegin(), problem.x.rend());
  return problem;
}

TEST(CertifiedOracleSpecial, GivesTheSameBitsOnAnyNumberOfThreadsAndInUsedMemory) {
  const Problem problem = five_channels();
  const Forward<double> y = forward(problem);
  const Backward<double> dx = backward(problem);
  Rounded<Forward<double>> reused;
  Rounded<Backward<double>> reused_gradient;
  for (const unsigned threads : {0U, 1U, 2U, 3U, 8U}) {
    const CertifiedOracle oracle(threads);
    reused.outputs.y.assign(9000, 77);
    oracle.rounded_forward(problem_of(DType::f64, {1, 2}), {}, reused);
    oracle.rounded_forward(problem, {}, reused);
    oracle.rounded_backward(problem, reused_gradient);
    EXPECT_TRUE(same_bits(reused.outputs.y, y.y)) << threads;
    EXPECT_TRUE(same_bits(reused.outputs.save_invstd, y.save_invstd)) << threads;
    EXPECT_TRUE(same_bits(reused.outputs.running_var, y.running_var)) << threads;
    EXPECT_TRUE(same_bits(reused_gradient.outputs.dx, dx.dx)) << threads;
    EXPECT_TRUE(same_bits(reused_gradient.outputs.dweight, dx.dweight)) << threads;
    const auto [a, b, c] = reused.tiers.decided;
    EXPECT_EQ(a + b + c, 4000U + 4 * 5U);
    EXPECT_TRUE(same_bits({oracle.statistics(problem).mean[4].middle.hi},
                          {CertifiedOracle().statistics(problem).mean[4].middle.hi}));
  }
}

TEST(CertifiedOracleSpecial, SharesOutFewerChannelsThanThreads) {
  const Problem problem = problem_of(DType::f32, {1, 2, 4});
  EXPECT_TRUE(same_bits(CertifiedOracle(8).rounded_forward(problem, {}).outputs.y,
                        forward(problem).y));
  Problem none = problem;
  none.shape = {3, 0, {}};
  for (auto* tensor : {&none.x, &none.dy, &none.weight, &none.bias}) tensor->clear();
  none.running_mean.clear();
  none.running_var.clear();
  EXPECT_TRUE(CertifiedOracle(8).rounded_forward(none, {}).outputs.y.empty());
}

TEST(CertifiedOracleSpecial, LeavesOutWhatTheDialectOrTheModeLeavesOut) {
  Problem problem = problem_of(DType::f32, {1, 2, 4});
  EXPECT_TRUE(forward(problem, parse_dialect("pytorch;saved=none")).save_mean.empty());
  EXPECT_EQ(forward(problem).running_mean.size(), 1U);
  problem.mode = Mode::evaluation;
  EXPECT_TRUE(forward(problem).running_mean.empty());
  EXPECT_TRUE(forward(problem).save_mean.empty());
  problem.weight.clear();
  EXPECT_TRUE(backward(problem).dweight.empty());
  EXPECT_EQ(backward(problem).dbias.size(), 1U);
}

}  // namespace
}  // namespace bncheck::reference
