#include "reference/certified/first_tier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

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

/// Whether the ball holds the number, and is as tight as a ball that is not loose must be.
bool is_sound(DType dtype, const Ball& ball, const Rational& number) {
  const Rational allowed = exact(unit_roundoff(dtype) * 0x1p-16) * abs(exact(ball.middle.hi));
  return abs(number - middle(ball)) <= exact(ball.radius) && exact(ball.radius) <= allowed;
}

TEST(FirstTier, EnclosesTightlyWhatItDoesNotCallLoose) {
  Draw draw(3);
  for (const DType dtype : kNarrow) {
    std::size_t kept = 0;
    for (int i = 0; i < 150; ++i) {
      const Channel channel = draw.channel(i % 2 == 0 ? 3 : 60);
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

// All factors are just above a power of two, where roundings are largest, and the two terms of dx
// cancel but for 2^-18: some of so many values err by nearly as much as is possible.
TEST(FirstTier, BoundsRoundingsThatAddUp) {
  Draw draw(4);
  for (int i = 0; i < 20000; ++i) {
    const double off_x = std::fabs(draw.number(-10, -10));
    const double off_slope = std::fabs(draw.number(-10, -10));
    Channel channel;
    channel.balls.slope = Ball(DoubleDouble{1 + off_slope, draw.number(-54, -54)}, 0);
    channel.balls.center = Ball(1 - off_x);
    const double product = (1 + off_x) * (1 + off_slope);
    channel.balls.mean_dy = Ball(2 - product - 0x1p-18 - 0x1p-53);  // dy - mean_dy is a tie
    channel.balls.gain = Ball(1);
    channel.slope = middle(channel.balls.slope);
    channel.center = middle(channel.balls.center);
    channel.mean_dy = middle(channel.balls.mean_dy);
    channel.gain = 1;
    const double two = 2;
    Ball dx;
    std::vector<std::size_t> loose;
    FirstTier(DType::f16, channel.balls).dx(&two, &two, 1, &dx, loose);
    ASSERT_TRUE(loose.empty()) << i;
    ASSERT_TRUE(is_sound(DType::f16, dx, channel.dx(two, two).offset)) << i;
  }
}

/// A channel and values whose y or dx is within a part 2^-54 of a midpoint of the format, to either
/// side, and not on it.
struct Trap {
  Channel channel;
  double x = 0;
  double dy = 0;
};

/// Returns the exact target of a trap, and the number of the format below it.
Rational target(Draw& draw, DType dtype, double& below) {
  below = round_to(dtype, draw.number(-2, 2));
  return midpoint_above(dtype, below) * (1 + exact(draw.number(-58, -54)));
}

/// Solves (value - center) factor = product for the center, to double-double.
Ball solved_center(double value, double factor, const Rational& product, Rational& center) {
  const Ball ball = to_ball(exact(value) - product / exact(factor), 0);
  center = middle(ball);
  return Ball(ball.middle, 0);
}

void set(Ball& ball, Rational& number, double value) {
  ball = Ball(value);
  number = exact(value);
}

/// With a bias, the product is small and its rounding errors are nothing beside that of the sum.
Trap trap_for_y(Draw& draw, DType dtype, bool with_bias) {
  Trap trap;
  Channel& channel = trap.channel;
  double below = 0;
  const Rational y = target(draw, dtype, below);
  trap.x = round_to(dtype, draw.number(0, 3));
  const double gain = draw.number(-2, 2);
  set(channel.balls.gain, channel.gain, gain);
  set(channel.balls.bias, channel.bias, with_bias ? below : 0);
  channel.balls.center = solved_center(trap.x, gain, y - channel.bias, channel.center);
  return trap;
}

/// dx = gain ((0 - 0) - (x - center) slope), or gain (dy - mean_dy)
Trap trap_for_dx(Draw& draw, DType dtype, bool by_dy) {
  Trap trap = trap_for_y(draw, dtype, false);
  Channel& channel = trap.channel;
  if (by_dy) {
    std::swap(trap.dy, trap.x);
    std::swap(channel.balls.mean_dy, channel.balls.center);
    std::swap(channel.mean_dy, channel.center);
  } else {
    std::swap(channel.balls.slope, channel.balls.gain);
    std::swap(channel.slope, channel.gain);
    set(channel.balls.gain, channel.gain, -1);
  }
  return trap;
}

double plain_y(const Trap& trap) {
  const FirstTier::Constants& balls = trap.channel.balls;
  return (trap.x - balls.center.middle.hi) * balls.gain.middle.hi + balls.bias.middle.hi;
}

double plain_dx(const Trap& trap) {
  const FirstTier::Constants& balls = trap.channel.balls;
  const double product = (trap.x - balls.center.middle.hi) * balls.slope.middle.hi;
  return ((trap.dy - balls.mean_dy.middle.hi) - product) * balls.gain.middle.hi;
}

/// How often a value was left open, and how often double alone is wrong about it.
struct Outcomes {
  int open = 0;
  int wrong = 0;
};

/// Adds one value: what the tier decided, right unless it is open, and what double gives.
void add(DType dtype, const Root& truth, const std::vector<std::size_t>& open, double decided,
         double plain, Outcomes& outcomes) {
  EXPECT_TRUE(!open.empty() || is_nearest(dtype, truth, decided)) << std::hexfloat << decided;
  outcomes.open += open.empty() ? 0 : 1;
  outcomes.wrong += is_nearest(dtype, truth, round_to(dtype, plain)) ? 0 : 1;
}

// Without a radius the same arithmetic decides, and errs for a good part of these values.
TEST(FirstTier, LeavesOpenWhatDoubleWouldDecideWrongly) {
  Draw draw(2);
  for (const DType dtype : kNarrow) {
    Outcomes outcomes[2][2];
    std::vector<std::size_t> open;
    for (int i = 0; i < 4000; ++i) {
      double got = 0;
      const Trap y = trap_for_y(draw, dtype, i % 2 == 0);
      FirstTier(dtype, y.channel.balls).y(&y.x, 1, &got, open);
      add(dtype, y.channel.y(y.x), open, got, plain_y(y), outcomes[0][i % 2]);
      const Trap dx = trap_for_dx(draw, dtype, i % 2 == 0);
      FirstTier(dtype, dx.channel.balls).dx(&dx.x, &dx.dy, 1, &got, open);
      add(dtype, dx.channel.dx(dx.x, dx.dy), open, got, plain_dx(dx), outcomes[1][i % 2]);
    }
    for (const auto& [first, second] : outcomes) {
      for (const Outcomes& each : {first, second}) {
        EXPECT_GT(each.open, 1800) << to_string(dtype);
        EXPECT_GT(each.wrong, 200) << to_string(dtype);
      }
    }
  }
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
