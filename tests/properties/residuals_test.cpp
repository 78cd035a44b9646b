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

TEST(Enclose, ClaimsNothingAboutValuesThatAreNotFinite) {
  const Budget budget{{1, 1}, {2, 2}};
  const std::vector<Ball> balls = enclose(std::vector<double>{3, kInfinity}, budget);
  EXPECT_TRUE(balls[0].contains(4));
  EXPECT_FALSE(balls[0].contains(4.5));
  EXPECT_FALSE(balls[1].is_finite());
}

TEST(SumUp, IsAtLeastTheSum) {
  const std::vector<double> terms(10, 0.1);
  EXPECT_GE(sum_up(terms), 1);
  EXPECT_EQ(sum_up(std::vector<double>{1, kInfinity}), kInfinity);
}

}  // namespace
}  // namespace bncheck::properties
