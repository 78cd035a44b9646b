#include "reference/certified/dyadic.h"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>
#include <limits>
#include <random>

#include "tests/reference/exact_rounding.h"

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr DType kFormats[] = {DType::f16, DType::bf16, DType::f32, DType::f64};

/// Draws numbers of up to 260 bits, some with zeros at the end, whose magnitude is in [low, high).
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  Integer whole(int bits) {
    Integer value = 1;
    for (int done = 1; done < bits; done += 32) value = (value << 32) + (random_() >> 32U);
    value = shifted(value, bits - 1 - static_cast<int>(msb(value)));
    return integer(0, 1) == 0 ? value : Integer(-value);
  }

  Dyadic number(int low, int high) {
    const int bits = integer(1, 200);
    const int zeros = integer(0, 2) == 0 ? integer(0, 60) : 0;
    return {whole(bits) << zeros, integer(low, high) - bits - zeros};
  }

 private:
  std::mt19937_64 random_;
};

/// Returns the distance between the ball's middle and the number.
Rational miss(const Ball& ball, const Rational& value) {
  return abs(value - exact(ball.middle.hi) - exact(ball.middle.lo));
}

/// Returns how many bits lie between the first and the last bit that is set.
int significant_bits(const Dyadic& value) {
  const Integer size = abs(value.mantissa);
  return static_cast<int>(msb(size)) - static_cast<int>(lsb(size)) + 1;
}

int last_bit(const Dyadic& value) {
  return static_cast<int>(lsb(abs(value.mantissa))) + value.exponent;
}

TEST(Dyadic, ReadsDoublesExactly) {
  for (const double value : {0.0, 1.5, -3.0, 0x1p-1074, -0x1.8p-1060, 0x1.fffffffffffffp1023}) {
    EXPECT_EQ(exact(Dyadic(value)), exact(value));
  }
}

TEST(Dyadic, AddsAndMultipliesExactly) {
  Draw draw(1);
  for (int i = 0; i < 500; ++i) {
    const Dyadic a = draw.number(-2000, 2000);
    const Dyadic b = draw.integer(0, 9) == 0 ? Dyadic() : draw.number(-2000, 2000);
    ASSERT_EQ(exact(a + b), exact(a) + exact(b));
    ASSERT_EQ(exact(a - b), exact(a) - exact(b));
    ASSERT_EQ(exact(b - a), exact(b) - exact(a));
    ASSERT_EQ(exact(a * b), exact(a) * exact(b));
    ASSERT_EQ(exact(a * -7), exact(a) * -7);
    ASSERT_EQ(exact(square(a)), exact(a) * exact(a));
    ASSERT_EQ(exact(-a), -exact(a));
    ASSERT_EQ((a - b).sign(), (exact(a) - exact(b)).sign());
  }
}

TEST(Dyadic, ShiftsTowardMinusInfinity) {
  EXPECT_EQ(shifted(5, 2), 20);
  EXPECT_EQ(shifted(5, -1), 2);
  EXPECT_EQ(shifted(-5, -1), -3);
}

TEST(Dyadic, RoundsAsTheConversionsOfDoublesDo) {
  Draw draw(2);
  for (int i = 0; i < 5000; ++i) {
    const int exponent = draw.integer(0, 1) == 0 ? draw.integer(-152, 130) : draw.integer(-30, 18);
    const double value =
        std::ldexp(static_cast<double>(draw.whole(53).convert_to<std::int64_t>()), exponent - 52);
    const Dyadic number(value);
    ASSERT_EQ(round_to(DType::f32, number), static_cast<float>(value));
    ASSERT_EQ(round_to(DType::f64, number), value);
    const auto narrow = static_cast<float>(value);
    if (!std::isfinite(narrow)) continue;
    const Dyadic less(narrow);
    ASSERT_EQ(round_to(DType::f16, less), static_cast<float>(Eigen::half(narrow)));
    ASSERT_EQ(round_to(DType::bf16, less), static_cast<float>(Eigen::bfloat16(narrow)));
  }
}

TEST(Dyadic, RoundsToTheNearestNumberOfEveryFormat) {
  Draw draw(3);
  for (const DType dtype : kFormats) {
    const int low = std::ilogb(smallest_subnormal(dtype)) - 2;
    const int high = std::ilogb(largest_finite(dtype)) + 3;
    for (int i = 0; i < 1500; ++i) {
      const Dyadic value = draw.number(low, high);
      ASSERT_TRUE(is_nearest(dtype, {exact(value)}, round_to(dtype, value)));
    }
  }
}

/// Checks a number midway between `value` and the next, and numbers to both sides of it.
void expect_rounded_around_midpoint(DType dtype, double value) {
  const double next = next_above(dtype, value);
  const Dyadic limit = std::isfinite(next) ? Dyadic(next) : Dyadic(1, std::ilogb(value) + 1);
  const Dyadic sum = Dyadic(value) + limit;
  const Dyadic midpoint(sum.mantissa, sum.exponent - 1);
  const Dyadic hair(1, -4000);
  EXPECT_TRUE(is_nearest(dtype, {exact(midpoint)}, round_to(dtype, midpoint))) << value;
  EXPECT_EQ(round_to(dtype, midpoint - hair), value);
  EXPECT_EQ(round_to(dtype, midpoint + hair), next);
  EXPECT_EQ(round_to(dtype, -midpoint + hair), -value);
  EXPECT_EQ(round_to(dtype, -midpoint - hair), -next);
}

TEST(Dyadic, RoundsTiesToEvenAndDecidesAHairBesideThem) {
  for (const DType dtype : kFormats) {
    const double tiny = smallest_subnormal(dtype);
    const double normal = smallest_normal(dtype);
    const double odd = 1 + 2 * unit_roundoff(dtype);
    for (const double value : {0.0, tiny, 2 * tiny, normal - tiny, normal, 1.0, odd,
                               2 - 2 * unit_roundoff(dtype), largest_finite(dtype)}) {
      expect_rounded_around_midpoint(dtype, value);
    }
  }
  EXPECT_EQ(round_to(DType::f16, Dyadic(65520)), kInfinity);
  EXPECT_EQ(round_to(DType::f64, Dyadic(1, 100000)), kInfinity);
  EXPECT_EQ(round_to(DType::f64, Dyadic(-1, 100000)), -kInfinity);
  EXPECT_EQ(round_to(DType::f64, Dyadic(-1, -100000)), 0);
}

TEST(Dyadic, BecomesABallThatHoldsItAndIsExactUpTo106Bits) {
  Draw draw(4);
  int exact_balls = 0;
  int inexact_balls = 0;
  for (int i = 0; i < 6000; ++i) {
    const int range = i % 2 == 0 ? 100 : 1100;
    const Dyadic value = draw.number(-range, range);
    const Ball ball = to_ball(value);
    if (!ball.is_finite()) {
      ASSERT_GE(abs(exact(value)), exact(std::numeric_limits<double>::max()));
      continue;
    }
    ASSERT_LE(miss(ball, exact(value)), exact(ball.radius)) << i;
    ASSERT_EQ(ball.middle.hi + ball.middle.lo, ball.middle.hi) << i;
    const bool fits = significant_bits(value) <= 106 && last_bit(value) >= -1074;
    exact_balls += fits ? 1 : 0;
    inexact_balls += ball.radius > 0 ? 1 : 0;
    ASSERT_TRUE(!fits || ball.radius == 0) << i;
  }
  EXPECT_GT(exact_balls, 500);
  EXPECT_GT(inexact_balls, 500);
}

TEST(Dyadic, BecomesATightBall) {
  Draw draw(5);
  for (int i = 0; i < 2000; ++i) {
    const Dyadic value = draw.number(-1200, 1000);
    const Rational unit = abs(exact(value)) * power_of_two(-105);
    ASSERT_LE(exact(to_ball(value).radius), unit + 3 * power_of_two(-1074)) << i;
  }
}

TEST(Dyadic, ClaimsNothingBeyondTheRangeOfDouble) {
  EXPECT_TRUE(to_ball(Dyadic(0x1.fffffffffffffp1023)).is_finite());
  EXPECT_FALSE(to_ball(Dyadic(1, 1024)).is_finite());
  EXPECT_FALSE(to_ball(Dyadic(Integer(-3), 90000)).is_finite());
  EXPECT_TRUE(to_ball(Dyadic(Integer(-3), -90000)).contains_zero());
  EXPECT_GT(to_ball(Dyadic(Integer(-3), -90000)).radius, 0);
}

TEST(Dyadic, DividesIntoABallThatHoldsTheQuotient) {
  Draw draw(6);
  int exact_balls = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::int64_t divisor =
        i % 2 == 0 ? draw.integer(1, 9) : abs(draw.whole(draw.integer(1, 40))).convert_to<long>();
    const Dyadic value = i % 3 == 0 ? draw.number(-300, 300) * divisor : draw.number(-1090, 1000);
    const Ball ball = quotient(value, divisor);
    const Rational truth = exact(value) / divisor;
    ASSERT_LE(miss(ball, truth), exact(ball.radius)) << i;
    ASSERT_LE(exact(ball.radius), abs(truth) * power_of_two(-103) + 4 * power_of_two(-1074)) << i;
    const Rational scaled = truth * power_of_two(1074);
    if (denominator(scaled) != 1 || significant_bits({numerator(scaled), 0}) > 106) continue;
    ++exact_balls;
    ASSERT_EQ(ball.radius, 0) << i;
  }
  EXPECT_GT(exact_balls, 300);
  EXPECT_EQ(quotient(Dyadic(), 3).radius, 0);
  EXPECT_GT(quotient(Dyadic(Integer((Integer(3) << 200) + 1), 0), 3).radius, 0);
}

}  // namespace
}  // namespace bncheck::reference
