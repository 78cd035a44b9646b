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

}  // namespace
}  // namespace bncheck
