#include "core/ball.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <limits>
#include <random>

namespace bncheck {
namespace {

using Rational = boost::multiprecision::number<
    boost::multiprecision::rational_adaptor<boost::multiprecision::cpp_int_backend<>>,
    boost::multiprecision::et_off>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();
constexpr int kTrials = 4000;

Rational exact(double value) { return Rational(value); }
Rational exact(DoubleDouble value) { return exact(value.hi) + exact(value.lo); }

/// Whether the ball holds the number; an infinite radius holds everything.
bool holds(const Ball& ball, const Rational& number) {
  if (!ball.is_finite()) return true;
  return abs(number - exact(ball.middle)) <= exact(ball.radius);
}

/// Whether the ball holds the square root of the number, and 0 for a negative one.
bool holds_root(const Ball& ball, const Rational& number) {
  if (!ball.is_finite()) return true;
  const Rational low = exact(ball.middle) - exact(ball.radius);
  const Rational high = exact(ball.middle) + exact(ball.radius);
  const Rational square = number < 0 ? Rational(0) : number;
  return (low <= 0 || low * low <= square) && high >= 0 && square <= high * high;
}

/// Whether the bound is at least the number; an infinite one is.
bool at_least(double bound, const Rational& number) {
  return bound == kInfinity || exact(bound) >= number;
}

/// Draws balls whose exponents reach both ends of double, and points inside of them.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  double number() {
    // Ordinary numbers, few bits, subnormals, and both ends of the range.
    constexpr std::array<std::array<int, 2>, 5> kExponents = {
        {{-3, 3}, {-60, 60}, {-1074, -1010}, {-560, -500}, {480, 1023}}};
    const auto& range = kExponents[static_cast<std::size_t>(integer(0, 4))];
    double mantissa = 1 + std::uniform_real_distribution<double>(0, 1)(random_);
    if (integer(0, 3) == 0) mantissa = 1 + integer(0, 7) * 0x1p-3;
    const double value = std::ldexp(mantissa, integer(range[0], range[1]));
    if (integer(0, 19) == 0) return 0;
    return integer(0, 1) == 0 ? value : -value;
  }

  DoubleDouble middle() {
    const double high = number();
    if (integer(0, 2) == 0) return {high, 0};
    const double low = std::ldexp(high, -integer(53, 110)) * integer(-1, 1);
    return two_sum(high, low);
  }

  Ball ball() {
    const DoubleDouble center = middle();
    if (!std::isfinite(center.hi)) return ball();
    switch (integer(0, 3)) {
      case 0: return {center, 0};
      case 1: return {center, kTiny * integer(1, 9)};
      case 2: return {center, std::fabs(std::ldexp(center.hi, -integer(0, 120)))};
      default: return {center, std::fabs(number())};
    }
  }

  Rational point(const Ball& ball) {
    return exact(ball.middle) + exact(ball.radius) * Rational(integer(-4, 4), 4);
  }

 private:
  std::mt19937_64 random_;
};

TEST(Ball, HoldsSumDifferenceAndProductOfItsPoints) {
  Draw draw(1);
  for (int trial = 0; trial < kTrials; ++trial) {
    const Ball a = draw.ball();
    const Ball b = draw.ball();
    const Rational s = draw.point(a);
    const Rational t = draw.point(b);
    ASSERT_TRUE(holds(a + b, s + t)) << trial;
    ASSERT_TRUE(holds(a - b, s - t)) << trial;
    ASSERT_TRUE(holds(a * b, s * t)) << trial;
    ASSERT_TRUE(holds(square(a), s * s)) << trial;
    ASSERT_TRUE(holds(abs(a), abs(s))) << trial;
    ASSERT_TRUE(holds(-a, -s)) << trial;
  }
}

TEST(Ball, HoldsQuotientOfItsPoints) {
  Draw draw(2);
  int decided = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    const Ball a = draw.ball();
    const Ball b = draw.ball();
    const Ball quotient = a / b;
    decided += quotient.is_finite() ? 1 : 0;
    if (!quotient.is_finite()) continue;
    ASSERT_TRUE(holds(quotient, draw.point(a) / draw.point(b))) << trial;
  }
  EXPECT_GT(decided, kTrials / 4);
}

TEST(Ball, HoldsSquareRootOfItsPoints) {
  Draw draw(3);
  for (int trial = 0; trial < kTrials; ++trial) {
    const Ball a = draw.ball();
    ASSERT_TRUE(holds_root(sqrt(a), draw.point(a))) << trial;
  }
}

TEST(Ball, BoundsItsMagnitude) {
  Draw draw(4);
  for (int trial = 0; trial < kTrials; ++trial) {
    const Ball a = draw.ball();
    const Rational point = abs(draw.point(a));
    ASSERT_LE(exact(a.lower_magnitude()), point) << trial;
    ASSERT_TRUE(at_least(a.upper_magnitude(), point)) << trial;
  }
}

// The same checks refuse balls that round without saying so.
TEST(Ball, WithoutItsRadiusDoesNotHoldResults) {
  Draw draw(5);
  std::array<int, 4> missed = {};
  for (int trial = 0; trial < kTrials; ++trial) {
    const Ball a(draw.middle(), 0);
    const Ball b(draw.middle(), 0);
    const Rational s = exact(a.middle);
    const Rational t = exact(b.middle);
    const auto broken = [](const Ball& ball) {
      return ball.is_finite() ? Ball(ball.middle, 0) : ball;
    };
    missed[0] += holds(broken(a + b), s + t) ? 0 : 1;
    missed[1] += holds(broken(a * b), s * t) ? 0 : 1;
    missed[2] += t == 0 || holds(broken(a / b), s / t) ? 0 : 1;
    missed[3] += s < 0 || holds_root(broken(sqrt(a)), s) ? 0 : 1;
  }
  for (const int count : missed) EXPECT_GT(count, kTrials / 10);
}

// 2^-103 is the relative radius of one operation (core/ball.cpp); a quotient and a root take three.
TEST(Ball, StaysTight) {
  std::mt19937_64 random(6);
  std::uniform_real_distribution<double> uniform(1, 4);
  for (int trial = 0; trial < kTrials; ++trial) {
    const Ball a = Ball(uniform(random)) + Ball(uniform(random) * 0x1p-53);
    const Ball b = Ball(uniform(random));
    for (const Ball& result : {a + b, a * b, a / b, sqrt(a)}) {
      ASSERT_LE(result.radius, 0x1p-100 * result.lower_magnitude());
    }
  }
}

// The root of 4 +- r reaches from 2 by r/(2 + sqrt(4 - r)): twice that would hide errors.
TEST(Ball, KeepsTheRootOfAWideBallTight) {
  const Ball root = sqrt(Ball({4, 0}, 0x1p-10));
  EXPECT_EQ(root.middle.hi, 2);
  EXPECT_LE(root.radius, 0x1.001p-12);
  EXPECT_GE(root.radius, 0x1p-12);
}

TEST(Ball, RoundsRadiiUp) {
  Draw draw(7);
  for (int trial = 0; trial < kTrials; ++trial) {
    const double a = std::fabs(draw.number());
    const double b = std::fabs(draw.number());
    ASSERT_TRUE(at_least(add_up(a, b), exact(a) + exact(b)));
    ASSERT_TRUE(at_least(mul_up(a, b), exact(a) * exact(b)));
    ASSERT_TRUE(b == 0 || at_least(div_up(a, b), exact(a) / exact(b)));
  }
}

TEST(Ball, ClaimsNothingAfterOverflow) {
  const Ball huge(std::numeric_limits<double>::max());
  EXPECT_FALSE((huge + huge).is_finite());
  EXPECT_FALSE((huge * huge).is_finite());
  EXPECT_FALSE((huge / Ball(kTiny)).is_finite());
  EXPECT_FALSE((Ball(1) / Ball(0)).is_finite());
  EXPECT_FALSE((Ball(1) / Ball({1, 0}, 2)).is_finite());
  EXPECT_FALSE(Ball(1).widened(kInfinity).is_finite());
  EXPECT_FALSE((huge + huge - huge).is_finite());
}

TEST(Ball, OfInfinityOrNanClaimsNothing) {
  for (const double value : {kInfinity, -kInfinity, std::nan("")}) {
    EXPECT_FALSE(Ball(value).is_finite());
    EXPECT_FALSE((Ball(1) + Ball(value)).is_finite());
    EXPECT_FALSE(sqrt(Ball(value)).is_finite());
    EXPECT_FALSE(Ball(1).contains(value));
    EXPECT_TRUE(Ball(value).contains(value));
  }
}

TEST(Ball, ContainsWhatLiesInside) {
  const Ball ball({1, 0}, 0x1p-10);
  EXPECT_TRUE(ball.contains(1 + 0x1p-10));
  EXPECT_FALSE(ball.contains(1 + 0x1.01p-10));
  EXPECT_FALSE(ball.contains(0));
  EXPECT_TRUE(ball.widened(1).contains_zero());
}

TEST(Ball, SumsEveryTerm) {
  const std::array<Ball, 4> terms = {Ball(0x1p60), Ball(1), Ball(-0x1p60), Ball({0x1p-50, 0}, 1)};
  const Ball total = sum(terms);
  EXPECT_TRUE(holds(total, Rational(1) + exact(0x1p-50)));
  EXPECT_LE(total.lower_magnitude(), 0x1p-50);
  EXPECT_FALSE(total.contains(2.5));
}

}  // namespace
}  // namespace bncheck
