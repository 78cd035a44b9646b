#include "reference/certified/first_tier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/reference/exact_rounding.h"

namespace bncheck::reference {
namespace {

constexpr DType kNarrow[] = {DType::f16, DType::bf16, DType::f32};
constexpr std::size_t kValues = 64;

Rational middle(const Ball& ball) { return exact(ball.middle.hi) + exact(ball.middle.lo); }

/// The constants of one channel, and exact numbers that lie inside of the balls.
struct Channel {
  FirstTier::Constants balls;
  Rational center, gain, bias, mean_dy, slope;

  Root y(double x) const { return {gain * (exact(x) - center) + bias}; }
  Root dx(double x, double dy) const {
    return {gain * ((exact(dy) - mean_dy) - (exact(x) - center) * slope)};
  }
};

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  double number(int low, int high) {
    return std::ldexp(std::uniform_real_distribution<double>(-2, 2)(random_), integer(low, high));
  }

  /// A ball as double-double leaves it, and the number at one of its ends.
  Ball ball(int low, int high, Rational& inside) {
    if (integer(0, 9) == 0) return Ball(0);
    const double hi = number(low, high);
    const Ball ball(two_sum(hi, hi * number(-60, -54)), std::fabs(hi) * 0x1p-100);
    inside = middle(ball) + exact(integer(-1, 1) * ball.radius);
    return ball;
  }

  Channel channel(int range) {
    Channel channel;
    channel.balls.center = ball(-range, range, channel.center);
    channel.balls.gain = ball(-range, range, channel.gain);
    channel.balls.mean_dy = ball(-range, range, channel.mean_dy);
    channel.balls.slope = ball(-range, range, channel.slope);
    const double bias = integer(0, 3) == 0 ? 0 : number(-range, range);
    channel.balls.bias = Ball(bias);
    channel.bias = exact(bias);
    return channel;
  }

  std::vector<double> values(DType dtype, double around) {
    std::vector<double> values;
    for (std::size_t j = 0; j < kValues; ++j) {
      const double value = integer(0, 1) == 0 ? around + number(-24, 2) : number(-20, 14);
      values.push_back(round_to(dtype, value));
    }
    return values;
  }

 private:
  std::mt19937_64 random_;
};

bool holds(const std::vector<std::size_t>& places, std::size_t j) {
  return std::find(places.begin(), places.end(), j) != places.end();
}

TEST(FirstTier, NeverDecidesWrongly) {
  Draw draw(1);
  for (const DType dtype : kNarrow) {
    std::size_t decided = 0;
    for (int i = 0; i < 150; ++i) {
      const Channel channel = draw.channel(i % 2 == 0 ? 3 : 60);
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

/// A channel and an x, whose y (or, with dy = 0, whose dx) is within a part `beside` of a midpoint
/// of the format.
struct Trap {
  Channel channel;
  double x;
};

/// Solves (x - center) factor = midpoint (1 + beside) for the center.
Ball solved_center(double x, double factor, double midpoint, double beside, Rational& center) {
  const Rational target = exact(midpoint) * (1 + exact(beside));
  const Ball ball = to_ball(exact(x) - target / exact(factor), 0);
  center = middle(ball);
  return Ball(ball.middle, 0);
}

Trap trap_for_y(Draw& draw, DType dtype) {
  Trap trap;
  Channel& channel = trap.channel;
  const double value = round_to(dtype, draw.number(-2, 2));
  const double gain = draw.number(-2, 2);
  trap.x = round_to(dtype, draw.number(0, 3));
  channel.balls.gain = Ball(gain);
  channel.gain = exact(gain);
  channel.balls.center =
      solved_center(trap.x, gain, (value + next_above(dtype, value)) / 2, draw.number(-58, -54),
                    channel.center);
  return trap;
}

/// dx = gain ((0 - 0) - (x - center) slope)
Trap trap_for_dx(Draw& draw, DType dtype) {
  Trap trap = trap_for_y(draw, dtype);
  Channel& channel = trap.channel;
  channel.balls.slope = channel.balls.gain;
  channel.slope = channel.gain;
  channel.balls.gain = Ball(-1);
  channel.gain = exact(-1.0);
  return trap;
}

double plain_y(const FirstTier::Constants& balls, double x) {
  return (x - balls.center.middle.hi) * balls.gain.middle.hi + balls.bias.middle.hi;
}

double plain_dx(const FirstTier::Constants& balls, double x) {
  return (0 - (x - balls.center.middle.hi) * balls.slope.middle.hi) * balls.gain.middle.hi;
}

// Without a radius the same arithmetic decides, and errs for a good part of these values.
TEST(FirstTier, LeavesOpenWhatDoubleWouldDecideWrongly) {
  Draw draw(2);
  for (const DType dtype : kNarrow) {
    int wrong_y = 0;
    int wrong_dx = 0;
    std::vector<std::size_t> open;
    for (int i = 0; i < 1000; ++i) {
      double got = 0;
      const Trap y = trap_for_y(draw, dtype);
      FirstTier(dtype, y.channel.balls).y(&y.x, 1, &got, open);
      EXPECT_EQ(open.size(), 1U) << i;
      const double plain = round_to(dtype, plain_y(y.channel.balls, y.x));
      wrong_y += is_nearest(dtype, y.channel.y(y.x), plain) ? 0 : 1;
      const Trap dx = trap_for_dx(draw, dtype);
      const double dy = 0;
      FirstTier(dtype, dx.channel.balls).dx(&dx.x, &dy, 1, &got, open);
      EXPECT_EQ(open.size(), 1U) << i;
      const double straight = round_to(dtype, plain_dx(dx.channel.balls, dx.x));
      wrong_dx += is_nearest(dtype, dx.channel.dx(dx.x, 0), straight) ? 0 : 1;
    }
    EXPECT_GT(wrong_y, 100) << to_string(dtype);
    EXPECT_GT(wrong_dx, 100) << to_string(dtype);
  }
}

/// Returns how many of three values are left open.
std::size_t open_of(DType dtype, const FirstTier::Constants& constants,
                    const std::vector<double>& x) {
  std::vector<double> y(x.size());
  std::vector<std::size_t> open;
  FirstTier(dtype, constants).y(x.data(), x.size(), y.data(), open);
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
