#include "grading/range.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

TEST(Range, EndsWhereSquaresOverflow) {
  const Grading single(honest(Formats::single));
  const auto range = measure_range(single.subject());
  ASSERT_TRUE(range.has_value());
  EXPECT_TRUE(range->is_limited());
  EXPECT_GT(range->largest, 50);
  EXPECT_LT(range->largest, 64) << "4^64 is no f32";
  EXPECT_EQ(range->largest_possible, 124) << "of values up to 8";
  EXPECT_LT(range->smallest, -50);
}

TEST(Range, IsThatOfTheTypeWhereSquaresAreWide) {
  const Grading wide(honest(Formats::wide));
  const auto range = measure_range(wide.subject());
  ASSERT_TRUE(range.has_value());
  EXPECT_FALSE(range->is_limited());
  EXPECT_EQ(range->largest, range->largest_possible);
}

TEST(Range, IsNotKnownWithoutAnAnswer) {
  Fake silent = honest(Formats::single);
  silent.status = CallStatus::refused;
  const Grading grading(silent);
  EXPECT_FALSE(measure_range(grading.subject()).has_value());
  EXPECT_FALSE(flushes_to_zero(grading.subject()).has_value());
}

TEST(Flushing, IsSeen) {
  Fake fake = honest(Formats::single);
  EXPECT_EQ(flushes_to_zero(Grading(fake).subject()), false);
  fake.spoil = [](const Problem&, Forward<double>& out) {
    for (double& y : out.y) y = std::fabs(y) < 0x1p-126 ? 0 : y;
  };
  EXPECT_EQ(flushes_to_zero(Grading(fake).subject()), true);
  fake.spoil = [](const Problem&, Forward<double>& out) {
    for (double& y : out.y) y = 0;
  };
  EXPECT_EQ(flushes_to_zero(Grading(fake).subject()), std::nullopt) << "0 for another reason";
}

}  // namespace
}  // namespace bncheck::grading
