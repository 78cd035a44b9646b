#include "properties/residuals.h"

#include <gtest/gtest.h>

#include <limits>

namespace bncheck::properties {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Residuals, PassIfOneChannelIsDecided) {
  Residuals residuals("r");
  residuals.add(Ball({0, 0}, 2), 1);
  EXPECT_EQ(residuals.judgement().verdict, Verdict::inconclusive);
  residuals.add(Ball({0.25, 0}, 0.5), 1);
  EXPECT_EQ(residuals.judgement().verdict, Verdict::pass);
  EXPECT_EQ(residuals.judgement().evidence->index, 1U);
}

TEST(Residuals, FailIfOneChannelIsBroken) {
  Residuals residuals("r");
  residuals.add(Ball({1, 0}, 0.5), 4);
  residuals.add(Ball({0, 0}, 0.5), 4);
  EXPECT_EQ(residuals.judgement().verdict, Verdict::fail);
  EXPECT_EQ(residuals.judgement().evidence->index, 0U);
}

TEST(Residuals, SkipWithoutChannels) {
  EXPECT_EQ(Residuals("r").judgement().verdict, Verdict::skip);
}

Judgement part(Verdict verdict, double ratio, std::size_t index) {
  return {verdict, "", Evidence{"y", index, 0, Ball(0), 1, ratio}};
}

TEST(MergePart, LetsADecidedPartOutweighAnUndecidedOne) {
  Judgement whole = part(Verdict::inconclusive, 0.9, 1);
  merge_part(whole, part(Verdict::pass, 0.1, 2));
  EXPECT_EQ(whole.verdict, Verdict::pass);
  EXPECT_EQ(whole.evidence->index, 2U);
  merge_part(whole, part(Verdict::inconclusive, 0.9, 3));
  EXPECT_EQ(whole.verdict, Verdict::pass);
  merge_part(whole, part(Verdict::fail, 2, 4));
  EXPECT_EQ(whole.verdict, Verdict::fail);
}

TEST(MergePart, KeepsTheWorstElementAndTheFirstOfSeveral) {
  Judgement whole = part(Verdict::fail, 2, 5);
  merge_part(whole, part(Verdict::fail, 3, 9));
  EXPECT_EQ(whole.evidence->index, 9U);
  merge_part(whole, part(Verdict::fail, 3, 7));
  EXPECT_EQ(whole.evidence->index, 7U);
  merge_part(whole, part(Verdict::fail, 3, 8));
  merge_part(whole, {Verdict::fail, "", {}});
  EXPECT_EQ(whole.evidence->index, 7U);
}

TEST(Enclose, ClaimsNothingAboutValuesThatAreNotFinite) {
  const Budget budget{{1, 1}, {2, 2}};
  const std::vector<Ball> balls = enclose(std::vector<double>{3, kInfinity}, budget);
  EXPECT_TRUE(balls[0].contains(4));
  EXPECT_FALSE(balls[0].contains(4.5));
  EXPECT_FALSE(balls[1].is_finite());
}

TEST(SumChannel, WidensEachAnswerAndBoundsTheRanges) {
  const std::vector<double> got = {1, 100, 2, 100};
  const Budget budget = {{0.5, 9, 0.25, 9}, {0.1, 9, 0x1p-60, 9}};
  const ChannelSum sum = sum_channel(got, budget, {2, 2, {}}, 0);
  EXPECT_TRUE(sum.total.contains(3.75));
  EXPECT_FALSE(sum.total.contains(3.76));
  EXPECT_GT(sum.range, 0.1);
  EXPECT_LT(sum.range, 0.2);
}

}  // namespace
}  // namespace bncheck::properties
