#include "reference/certified/decision.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "tests/reference/exact_rounding.h"

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr DType kNarrow[] = {DType::f16, DType::bf16, DType::f32};
constexpr DType kFormats[] = {DType::f16, DType::bf16, DType::f32, DType::f64};

Root root(DoubleDouble value) { return {exact(value.hi) + exact(value.lo)}; }

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  double number(int low, int high) {
    return std::ldexp(std::uniform_real_distribution<double>(-2, 2)(random_), integer(low, high));
  }

  /// Returns a number of the format: one step in four is a midpoint of two.
  double near_midpoint(DType dtype) {
    const int lowest = std::ilogb(smallest_subnormal(dtype));
    const double value = round_to(dtype, number(lowest, std::ilogb(largest_finite(dtype)) - 1));
    return integer(0, 3) == 0 ? value : (value + next_above(dtype, value)) / 2;
  }

 private:
  std::mt19937_64 random_;
};

// The leading double is a midpoint of the narrow format: rounding it alone goes wrong for half of
// the tails, and the tail's sign is all that counts.
TEST(Decision, RoundsADoubleDoubleOnce) {
  Draw draw(1);
  for (const DType dtype : kNarrow) {
    int twice = 0;
    for (int i = 0; i < 3000; ++i) {
      const double hi = draw.near_midpoint(dtype);
      const double tail = draw.integer(0, 5) == 0 ? 0 : draw.number(-1074, -60);
      const DoubleDouble value{hi, draw.integer(0, 1) == 0 ? tail : tail * hi};
      const double got = round_to(dtype, value);
      ASSERT_TRUE(is_nearest(dtype, root(value), got)) << std::hexfloat << hi << " + " << value.lo;
      twice += is_nearest(dtype, root(value), round_to(dtype, value.hi + value.lo)) ? 0 : 1;
    }
    EXPECT_GT(twice, 300);
  }
}

TEST(Decision, RoundsADoubleDoubleToDouble) {
  Draw draw(2);
  for (int i = 0; i < 1000; ++i) {
    const double hi = draw.number(-1074, 1022);
    const DoubleDouble value{hi, hi * draw.number(-60, -50)};
    ASSERT_TRUE(is_nearest(DType::f64, root(value), round_to(DType::f64, value)));
  }
}

TEST(Decision, RoundsDoubleDoublesBesideTheOverflowThreshold) {
  EXPECT_EQ(round_to(DType::f16, DoubleDouble{65520, 0}), kInfinity);
  EXPECT_EQ(round_to(DType::f16, DoubleDouble{65520, -0x1p-1000}), 65504);
  EXPECT_EQ(round_to(DType::f16, DoubleDouble{-65520, 0x1p-1000}), -65504);
  EXPECT_EQ(round_to(DType::f32, DoubleDouble{0x1p128, -0x1p74}), kInfinity);
  EXPECT_EQ(round_to(DType::f64, DoubleDouble{0x1.fffffffffffffp1023, 0x1p970}), kInfinity);
}

Ball beside(double middle, double lo, double radius) { return {DoubleDouble{middle, lo}, radius}; }

TEST(Decision, LeavesABallThatStraddlesAMidpoint) {
  const double midpoint = 1 + 0x1p-24;
  EXPECT_FALSE(rounded(DType::f32, beside(midpoint, 0x1p-90, 0x1p-89)));
  EXPECT_FALSE(rounded(DType::f32, beside(midpoint, -0x1p-90, 0x1p-89)));
  EXPECT_FALSE(rounded(DType::f32, beside(midpoint, 0, 0x1p-1074)));
  EXPECT_FALSE(rounded(DType::f32, beside(1, 0, 0x1p-24)));
  EXPECT_FALSE(rounded(DType::f64, beside(1, 0x1p-53, 0x1p-120)));
  EXPECT_FALSE(rounded(DType::f32, Ball({0, 0}, kInfinity)));
  EXPECT_FALSE(rounded(DType::f16, beside(65520, 0, 0x1p-1000)));
}

TEST(Decision, RoundsABallThatLiesToOneSideOfAMidpoint) {
  const double midpoint = 1 + 0x1p-24;
  EXPECT_EQ(rounded(DType::f32, beside(midpoint, 0x1p-88, 0x1p-89)), 1 + 0x1p-23);
  EXPECT_EQ(rounded(DType::f32, beside(midpoint, -0x1p-88, 0x1p-89)), 1);
  EXPECT_EQ(rounded(DType::f32, beside(midpoint, 0, 0)), 1);
  EXPECT_EQ(rounded(DType::f64, beside(1, 0x1p-54, 0x1p-55)), 1);
  EXPECT_EQ(rounded(DType::f16, beside(65521, 0, 0x1p-20)), kInfinity);
}

// The ends are hi + 2^-52 + 2^-105 and its mirror image: rounded to doubles they are the midpoints.
TEST(Decision, LeavesABallWhoseEndsRoundOntoAMidpoint) {
  const double radius = 0x1.0000000000001p-53;
  EXPECT_FALSE(rounded(DType::f32, beside(1 + 0x1p-24 - 0x1p-52, 0x1p-53, radius)));
  EXPECT_FALSE(rounded(DType::f32, beside(1 + 0x3p-24 + 0x1p-52, -0x1p-53, radius)));
}

// Whatever is decided holds at both ends of the ball.
TEST(Decision, DecidesOnlyWhatTheWholeBallRoundsTo) {
  Draw draw(3);
  for (const DType dtype : kFormats) {
    int decided = 0;
    int open = 0;
    for (int i = 0; i < 2000; ++i) {
      const double hi = dtype == DType::f64 ? draw.number(-3, 3) : draw.near_midpoint(dtype);
      double tail = hi * draw.number(-90, -54);
      if (dtype == DType::f64 && i % 2 == 0) tail += (next_above(dtype, hi) - hi) / 2;
      const DoubleDouble middle = two_sum(hi, tail);
      const double radius = std::fabs(hi * draw.number(-90, -54));
      const auto got = rounded(dtype, Ball(middle, radius));
      (got ? decided : open) += 1;
      if (!got) continue;
      ASSERT_TRUE(is_nearest(dtype, {root(middle).offset - exact(radius)}, *got));
      ASSERT_TRUE(is_nearest(dtype, {root(middle).offset + exact(radius)}, *got));
    }
    EXPECT_GT(decided, 300) << to_string(dtype);
    EXPECT_GT(open, 50) << to_string(dtype);
  }
}

TEST(TierCounts, AddUp) {
  TierCounts counts;
  counts.count(Tier::float64, 5);
  counts.count(Tier::integers);
  TierCounts more;
  more.count(Tier::double_double, 2);
  more.merge(counts);
  EXPECT_EQ(more.decided, (std::array<std::uint64_t, kTierCount>{5, 2, 1}));
}

}  // namespace
}  // namespace bncheck::reference
