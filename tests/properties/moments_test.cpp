#include "properties/moments.h"

#include <gtest/gtest.h>

namespace bncheck::properties {
namespace {

TEST(Moments, HoldTheExactValues) {
  const Moments result = moments(std::vector<double>{1, 2, 6});
  EXPECT_TRUE(result.mean.contains(3));
  EXPECT_TRUE((result.var * Ball(3)).contains(14));
  EXPECT_TRUE(result.deviation[2].contains(3));
}

TEST(Moments, KeepTheirDigitsUnderALargeShift) {
  const Moments result = moments(std::vector<double>{0x1p40, 0x1p40 + 0x1p-12});
  EXPECT_TRUE(result.var.contains(0x1p-26));
  EXPECT_LT(result.var.radius, 0x1p-26 * 0x1p-40);
}

TEST(Moments, ExcludeWrongValues) {
  const Moments result = moments(std::vector<double>{1, 2, 6});
  EXPECT_FALSE(result.var.contains(7));  // 14/2, the unbiased one
}

TEST(Variance, IsThatOfTheMoments) {
  const std::vector<double> values = {1, 2, 6, 0x1p-30};
  EXPECT_EQ(variance(values).middle.hi, moments(values).var.middle.hi);
  EXPECT_EQ(variance(values).radius, moments(values).var.radius);
}

TEST(ChannelOf, TakesTheValuesOfOneChannelInOrder) {
  const std::vector<int> tensor = {0, 1, 2, 3, 4, 5, 6, 7};
  EXPECT_EQ(channel_of(tensor, Shape{2, 2, {2}}, 1), (std::vector<int>{2, 3, 6, 7}));
}

TEST(InnerProduct, AddsProducts) {
  const std::vector<Ball> b = {Ball(3), Ball(4)};
  EXPECT_TRUE(inner_product(std::vector<double>{1, -2}, b).contains(-5));
}

}  // namespace
}  // namespace bncheck::properties
