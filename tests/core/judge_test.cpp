#include "core/judge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace bncheck {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Judgement judge_one(double got, const Ball& truth, double radius, double range) {
  const std::vector<double> values = {got};
  const std::vector<Ball> truths = {truth};
  return judge("y", values, truths, Budget{{radius}, {range}});
}

TEST(Judge, AcceptsTheTruth) {
  EXPECT_EQ(judge_one(3, Ball(3), 0, 1).verdict, Verdict::pass);
  EXPECT_EQ(judge_one(3, Ball(3), 0, 1).evidence->ratio, 0);
}

TEST(Judge, AcceptsValueOnTheBound) {
  const Judgement judgement = judge_one(3.5, Ball(3), 0.5, 1);
  EXPECT_EQ(judgement.verdict, Verdict::pass);
  EXPECT_LE(judgement.evidence->ratio, 1);
}

TEST(Judge, RefusesValueBeyondTheBound) {
  const Judgement judgement = judge_one(3.5 + 0x1p-40, Ball(3), 0.5, 1);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_GT(judgement.evidence->ratio, 1);
}

TEST(Judge, GrantsTheRadiusOfTheTruth) {
  EXPECT_EQ(judge_one(3.5, Ball({3, 0}, 0.5), 0, 1).verdict, Verdict::pass);
  EXPECT_EQ(judge_one(3.6, Ball({3, 0}, 0.5), 0, 1).verdict, Verdict::fail);
}

TEST(Judge, RefusesAnyErrorWithoutBudget) {
  const Judgement judgement = judge_one(std::nextafter(3.0, 4.0), Ball(3), 0, 1);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.evidence->ratio, kInfinity);
}

TEST(Judge, RefusesValuesThatAreNotFinite) {
  for (double got : {kInfinity, -kInfinity, kNan}) {
    EXPECT_EQ(judge_one(got, Ball(3), 1, 2).verdict, Verdict::fail);
    EXPECT_EQ(judge_one(got, Ball(3), kAnyFinite, 2).verdict, Verdict::fail);
    EXPECT_NE(judge_one(got, Ball(3), kInfinity, 2).verdict, Verdict::fail);
  }
}

// Most values are only compared with the worst one so far: it is found wherever it is, also where
// it is hardly worse, and an error just beyond its budget among errors just within fails.
TEST(Judge, FindsTheWorstValueAnywhere) {
  constexpr std::size_t kCount = 50;
  const std::vector<Ball> truth(kCount, Ball({3, 0x1p-60}, 0x1p-70));
  const Budget budget{std::vector<double>(kCount, 0x1p-20), std::vector<double>(kCount, 1)};
  for (std::size_t place = 0; place < kCount; ++place) {
    std::vector<double> got(kCount, 3 + 0x1p-21);
    got[place] = std::nextafter(got[place], 4.0);
    EXPECT_EQ(judge("y", got, truth, budget).evidence->index, place);
    std::fill(got.begin(), got.end(), 3 + 0x1p-20);
    got[place] = std::nextafter(got[place], 4.0);
    const Judgement judgement = judge("y", got, truth, budget);
    EXPECT_EQ(judgement.verdict, Verdict::fail);
    EXPECT_EQ(judgement.evidence->index, place);
  }
}

TEST(Judge, DecidesNothingWhereTheBudgetIsWiderThanTheRange) {
  EXPECT_EQ(judge_one(3, Ball(3), 2, 2).verdict, Verdict::inconclusive);
  EXPECT_EQ(judge_one(6, Ball(3), 2, 2).verdict, Verdict::fail);
  EXPECT_EQ(judge_one(3, Ball(3), 2, 0).verdict, Verdict::pass);  // the value is known
}

TEST(Judge, PointsAtTheWorstElement) {
  const std::vector<double> got = {1, 2.25, 3};
  const std::vector<Ball> truth = {Ball(1), Ball(2), Ball(3)};
  const Judgement judgement = judge("y", got, truth, {{1, 1, 1}, {9, 9, 9}});
  EXPECT_EQ(judgement.verdict, Verdict::pass);
  EXPECT_EQ(judgement.evidence->index, 1U);
  EXPECT_EQ(judgement.evidence->got, 2.25);
}

TEST(Judge, PassesAnEmptyTensor) { EXPECT_EQ(judge("dbias", {}, {}, {}).verdict, Verdict::pass); }

TEST(JudgeResidual, HoldsIfTheBallHoldsZero) {
  EXPECT_EQ(judge_residual("r", Ball({1, 0}, 1), 4).verdict, Verdict::pass);
  EXPECT_EQ(judge_residual("r", Ball({1, 0}, 0.875), 4).verdict, Verdict::fail);
}

TEST(JudgeResidual, DecidesNothingWhereTheRadiusIsWiderThanTheRange) {
  EXPECT_EQ(judge_residual("r", Ball({1, 0}, 4), 4).verdict, Verdict::inconclusive);
  EXPECT_EQ(judge_residual("r", Ball({0, 0}, kInfinity), kInfinity).verdict, Verdict::inconclusive);
}

TEST(JudgeSame, TellsBitsButNotTheSignOfZero) {
  const std::vector<double> a = {0.0, kNan, 1};
  const std::vector<double> b = {-0.0, kNan, 1};
  EXPECT_EQ(judge_same("y", a, b).verdict, Verdict::pass);
  const std::vector<double> c = {0.0, kNan, std::nextafter(1.0, 2.0)};
  EXPECT_EQ(judge_same("y", a, c).verdict, Verdict::fail);
  EXPECT_EQ(judge_same("y", a, c).evidence->index, 2U);
}

Verdict nearest(double got, const Ball& truth, DType dtype, double radius = 1) {
  const std::vector<double> values = {got};
  const std::vector<Ball> truths = {truth};
  return judge_nearest("y", values, truths, Budget{{radius}, {1}}, dtype).verdict;
}

TEST(JudgeNearest, OneUnitInTheLastPlaceIsTooMuch) {
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    const double step = 2 * unit_roundoff(dtype);
    const Ball above = Ball(1) + Ball(step) * Ball(0.25), half = Ball(1) + Ball(step) * Ball(0.5);
    EXPECT_EQ(nearest(1, above, dtype), Verdict::pass);
    EXPECT_EQ(nearest(1 + step, above, dtype), Verdict::fail);
    EXPECT_EQ(nearest(1, half, dtype), Verdict::pass);
    EXPECT_EQ(nearest(1 + step, half, dtype), Verdict::pass);
    EXPECT_EQ(nearest(-1, -above, dtype), Verdict::pass);
    EXPECT_EQ(nearest(-1 - step, -above, dtype), Verdict::fail);
    // Below a power of two numbers lie twice as dense.
    EXPECT_EQ(nearest(1, Ball(1) - Ball(step) * Ball(0.25), dtype), Verdict::pass);
    EXPECT_EQ(nearest(1, Ball(1) - Ball(step) * Ball(0.375), dtype), Verdict::fail);
    EXPECT_EQ(nearest(-1, Ball(step) * Ball(0.375) - Ball(1), dtype), Verdict::fail);
  }
}

TEST(JudgeNearest, ZeroAndSubnormalsAreEvenlySpaced) {
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32}) {
    const double least = smallest_subnormal(dtype);
    EXPECT_EQ(nearest(0, Ball(least / 4), dtype), Verdict::pass);
    EXPECT_EQ(nearest(least, Ball(least / 4), dtype), Verdict::fail);
    EXPECT_EQ(nearest(0, Ball(-3 * least / 4), dtype), Verdict::fail);
    EXPECT_EQ(nearest(smallest_normal(dtype), Ball(smallest_normal(dtype) - 3 * least / 8), dtype),
              Verdict::pass);
  }
  // Balls are made of doubles, and resolve a little less than their last bits.
  EXPECT_EQ(nearest(0, Ball(64 * smallest_subnormal(DType::f64)), DType::f64), Verdict::fail);
}

TEST(JudgeNearest, InfinityIsRightBeyondTheLargestOnly) {
  const double largest = largest_finite(DType::f16);
  EXPECT_EQ(nearest(kInfinity, Ball(2 * largest), DType::f16), Verdict::pass);
  EXPECT_EQ(nearest(-kInfinity, Ball(2 * largest), DType::f16), Verdict::fail);
  EXPECT_EQ(nearest(kInfinity, Ball(0.75 * largest), DType::f16), Verdict::fail);
  EXPECT_EQ(nearest(largest, Ball(2 * largest), DType::f16), Verdict::fail);
  EXPECT_EQ(nearest(kNan, Ball(1), DType::f16), Verdict::fail);
}

TEST(JudgeNearest, ClaimsNothingWithoutTruthOrBudget) {
  EXPECT_EQ(nearest(7, Ball(kNan), DType::f32), Verdict::inconclusive);
  EXPECT_EQ(nearest(7, Ball(1), DType::f32, kInfinity), Verdict::inconclusive);
  EXPECT_EQ(nearest(1, Ball({1, 0}, 0x1p-20), DType::f32), Verdict::pass);
  EXPECT_EQ(nearest(1 + 0x1p-20, Ball({1, 0}, 0x1p-19), DType::f32), Verdict::pass);
}

TEST(JudgeNearest, NamesTheElement) {
  const std::vector<double> got = {1, 2};
  const std::vector<Ball> truth = {Ball(1), Ball(2.5)};
  const Judgement judgement = judge_nearest("dx", got, truth, Budget{{1, 1}, {1, 1}}, DType::f32);
  ASSERT_TRUE(judgement.evidence.has_value());
  EXPECT_EQ(judgement.evidence->index, 1U);
  EXPECT_GT(judgement.evidence->ratio, 1);
  EXPECT_EQ(judgement.reason, "a number of the type is nearer to the exact dx than this");
}

}  // namespace
}  // namespace bncheck
