#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "reference/certified/first_tier.h"
#include "tests/reference/certified/first_tier_channel.h"

// Values for which each term of the radius is needed.
namespace bncheck::reference {
namespace {

/// Whether the ball holds the number.
bool encloses(const Ball& ball, const Rational& number) {
  return abs(number - middle(ball)) <= exact(ball.radius);
}

// All factors are just above a power of two, where roundings are largest, and the two terms of dx
// cancel but for 2^-18: some of so many values err by nearly as much as is possible.
TEST(FirstTier, BoundsRoundingsThatAddUp) {
  ChannelDraw draw(4);
  for (int i = 0; i < 20000; ++i) {
    const double off_x = std::fabs(draw.number(-10, -10));
    const double off_slope = std::fabs(draw.number(-10, -10));
    EnclosedChannel channel;
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
    ASSERT_TRUE(encloses(dx, channel.dx(two, two).offset)) << i;
  }
}

/// A channel and values whose y or dx is within a part 2^-54 of a midpoint of the format, to either
/// side, and not on it.
struct Trap {
  EnclosedChannel channel;
  double x = 0;
  double dy = 0;
};

/// Returns the exact target of a trap, and the number of the format below it.
Rational target(ChannelDraw& draw, DType dtype, double& below) {
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
Trap trap_for_y(ChannelDraw& draw, DType dtype, bool with_bias) {
  Trap trap;
  EnclosedChannel& channel = trap.channel;
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
Trap trap_for_dx(ChannelDraw& draw, DType dtype, bool by_dy) {
  Trap trap = trap_for_y(draw, dtype, false);
  EnclosedChannel& channel = trap.channel;
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
  ChannelDraw draw(2);
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

}  // namespace
}  // namespace bncheck::reference
