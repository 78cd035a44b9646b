#include "core/shape.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace bncheck {
namespace {

TEST(Shape, ReadsWhatItPrints) {
  for (const char* text : {"1x1", "4x3x5", "4x3x5x6", "2x3x4x5x6", "0x3", "2x0x7"}) {
    const std::optional<Shape> shape = parse_shape(text);
    ASSERT_TRUE(shape) << text;
    EXPECT_EQ(to_string(*shape), text);
  }
}

TEST(Shape, RefusesWhatIsNoShape) {
  for (const char* text : {"", "4", "4x", "x4", "4x-1", "4x3y5", "4x3x", "1x2x3x4x5x6", "4 x3",
                           "99999999999999999999x1", "1099511627776x2"}) {
    EXPECT_EQ(parse_shape(text), std::nullopt) << text;
  }
}

TEST(Shape, CountsValues) {
  const Shape shape{4, 3, {5, 6}};
  EXPECT_EQ(shape.spatial_size(), 30);
  EXPECT_EQ(shape.values_per_channel(), 120);
  EXPECT_EQ(shape.size(), 360);
  EXPECT_EQ((Shape{4, 3, {}}.values_per_channel()), 4);
  EXPECT_EQ((Shape{0, 3, {5}}.size()), 0);
}

TEST(Shape, NumbersEveryValueOnce) {
  const Shape shape{2, 3, {2, 2}};
  std::set<std::int64_t> seen;
  for (std::int64_t channel = 0; channel < shape.c; ++channel) {
    for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
      seen.insert(shape.index(channel, j));
    }
  }
  EXPECT_EQ(static_cast<std::int64_t>(seen.size()), shape.size());
  EXPECT_EQ(*seen.begin(), 0);
  EXPECT_EQ(*seen.rbegin(), shape.size() - 1);
  EXPECT_EQ(shape.index(1, 5), 12 + 4 + 1);  // image 1, channel 1, position 1
}

TEST(Shape, ListsItsExtents) {
  EXPECT_THAT((Shape{4, 3, {5, 6}}.extents()), testing::ElementsAre(4, 3, 5, 6));
}

}  // namespace
}  // namespace bncheck
