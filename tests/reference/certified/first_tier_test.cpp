#include "reference/certified/first_tier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/reference/certified/first_tier_channel.h"

namespace bncheck::reference {
namespace {

bool holds(const std::vector<std::size_t>& places, std::size_t j) {
  return std::find(places.begin(), places.end(), j) != places.end();
}

TEST(FirstTier, NeverDecidesWrongly) {
  ChannelDraw draw(1);
  for (const DType dtype : kNarrow) {
    std::size_t decided = 0;
    for (int i = 0; i < 150; ++i) {
      const EnclosedChannel channel = draw.channel(i % 2 == 0 ? 3 : 60);
      const FirstTier tier(dtype, channel.balls);
      const std::vector<double> x = draw.values(dtype, channel.balls.center.middle.hi);
      const std::vector<double> dy = draw.values(dtype, channel.balls.mean_dy.middle.hi);
      std::vector<double> y(kValues);
      std::vector<double> dx(kValues);
      std::vector<std::size_t> open_y;
      std::vector<std::size_t> open_dx;
      tier.y(x.data(), kValues, y.data(), open_y);
      tier.dx(x.data(), dy.data(), kValues, dx.data(), open_dx);
      for (std::size_t j = 0; j < kValues; ++j) {
        ASSERT_TRUE(holds(open_y, j) || is_nearest(dtype, channel.y(x[j]), y[j])) << i;
        ASSERT_TRUE(holds(open_dx, j) || is_nearest(dtype, channel.dx(x[j], dy[j]), dx[j])) << i;
      }
      decided += 2 * kValues - open_y.size() - open_dx.size();
    }
    EXPECT_GT(decided, 12000) << to_string(dtype);
  }
}

/// Whether the ball holds the number, and is as tight as a ball that is not loose must be.
bool is_sound(DType dtype, const Ball& ball, const Rational& number) {
  const Rational allowed = exact(unit_roundoff(dtype) * 0x1p-16) * abs(exact(ball.middle.hi));
  return abs(number - middle(ball)) <= exact(ball.radius) && exact(ball.radius) <= allowed;
}

TEST(FirstTier, EnclosesTightlyWhatItDoesNotCallLoose) {
  ChannelDraw draw(3);
  for (const DType dtype : kNarrow) {
    std::size_t kept = 0;
    for (int i = 0; i < 150; ++i) {
      const EnclosedChannel channel = draw.channel(i % 2 == 0 ? 3 : 60);
      const FirstTier tier(dtype, channel.balls);
      const std::vector<double> x = draw.values(dtype, channel.balls.center.middle.hi);
      const std::vector<double> dy = draw.values(dtype, channel.balls.mean_dy.middle.hi);
      std::vector<Ball> y(kValues);
      std::vector<Ball> dx(kValues);
      std::vector<std::size_t> loose_y;
      std::vector<std::size_t> loose_dx;
      tier.y(x.data(), kValues, y.data(), loose_y);
      tier.dx(x.data(), dy.data(), kValues, dx.data(), loose_dx);
      for (std::size_t j = 0; j < kValues; ++j) {
        ASSERT_TRUE(holds(loose_y, j) || is_sound(dtype, y[j], channel.y(x[j]).offset));
        ASSERT_TRUE(holds(loose_dx, j) || is_sound(dtype, dx[j], channel.dx(x[j], dy[j]).offset));
      }
      kept += 2 * kValues - loose_y.size() - loose_dx.size();
    }
    EXPECT_GT(kept, 10000) << to_string(dtype);
  }
  EXPECT_FALSE(is_sound(DType::f32, Ball({1, 0}, 0x1p-60), exact(1 + 0x1p-52)));
  EXPECT_FALSE(is_sound(DType::f32, Ball({1, 0}, 0x1p-30), 1));
}

/// Returns how many values are left open; as many are loose.
std::size_t open_of(DType dtype, const FirstTier::Constants& constants,
                    const std::vector<double>& x) {
  std::vector<double> y(x.size());
  std::vector<Ball> balls(x.size());
  std::vector<std::size_t> open;
  std::vector<std::size_t> loose;
  FirstTier(dtype, constants).y(x.data(), x.size(), y.data(), open);
  FirstTier(dtype, constants).y(x.data(), x.size(), balls.data(), loose);
  EXPECT_EQ(open, loose);
  return open.size();
}

TEST(FirstTier, LeavesOpenWhatItCannotBound) {
  const std::vector<double> x = {1, 2, 3};
  const FirstTier::Constants usual{Ball(0.5), Ball(3), Ball(1), Ball(0), Ball(0)};
  EXPECT_EQ(open_of(DType::f32, usual, x), 0U);
  EXPECT_EQ(open_of(DType::f64, usual, x), 3U);
  EXPECT_EQ(open_of(DType::f32, usual, {1, HUGE_VAL, std::nan("")}), 2U);
  for (Ball FirstTier::Constants::* each :
       {&FirstTier::Constants::center, &FirstTier::Constants::gain, &FirstTier::Constants::bias,
        &FirstTier::Constants::mean_dy, &FirstTier::Constants::slope}) {
    FirstTier::Constants constants = usual;
    constants.*each = Ball({0, 0}, HUGE_VAL);
    EXPECT_EQ(open_of(DType::f32, constants, x), 3U);
  }
  FirstTier::Constants constants = usual;
  constants.gain = Ball({3, 0}, 0x1p-40);  // wider than double
  EXPECT_EQ(open_of(DType::f32, constants, x), 3U);
  constants.gain = Ball(0x1p-500);  // products would underflow
  EXPECT_EQ(open_of(DType::f32, constants, x), 3U);
}

}  // namespace
}  // namespace bncheck::reference
