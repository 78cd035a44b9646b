#include "reference/mp_ball.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "reference/rational.h"

namespace bncheck::reference {
namespace {

// Narrow, so that every operation rounds, and still wide enough for a double.
constexpr int kBits = 64;
using Narrow = MpBall<kBits>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Rational power_of_two(int exponent) {
  const Integer power = Integer(1) << std::abs(exponent);
  return exponent >= 0 ? Rational(power) : Rational(Integer(1), power);
}

Rational exact_middle(const Narrow& ball) {
  if (ball.middle().is_zero()) return 0;
  const int shift = kBits - 1 - ball.middle().backend().exponent();
  const Narrow::Middle scaled = ldexp(ball.middle(), shift);
  return Rational(scaled.convert_to<Integer>()) * power_of_two(-shift);
}

Rational exact_radius(const Narrow& ball) {
  int exponent = 0;
  const Radius fraction = std::frexp(ball.radius(), &exponent);
  constexpr int kDigits = std::numeric_limits<Radius>::digits;
  const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, kDigits));
  return Rational(Integer(mantissa)) * power_of_two(exponent - kDigits);
}

/// Whether the middle is within the bound of the number.
bool holds(const Narrow& ball, const Rational& bound, const Rational& number) {
  return abs(number - exact_middle(ball)) <= bound;
}

/// A ball and a number that must lie inside.
struct Pair {
  Narrow ball;
  Rational number;
};

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  Pair leaf() {
    const int range = integer(0, 3) == 0 ? 900 : 3;
    const double mantissa = std::uniform_real_distribution<double>(-2, 2)(random_);
    const double value = std::ldexp(mantissa, integer(-range, range));
    return {Narrow(value), exact(value)};
  }

  /// Combines two earlier results by a random operation.
  Pair combine(const Pair& a, const Pair& b) {
    switch (integer(0, 3)) {
      case 0: return {a.ball + b.ball, a.number + b.number};
      case 1: return {a.ball - b.ball, a.number - b.number};
      case 2: return {a.ball * b.ball, a.number * b.number};
      default: return b.number == 0 ? a : Pair{a.ball / b.ball, a.number / b.number};
    }
  }

  /// Returns the results of a random expression in six numbers.
  std::vector<Pair> expression() {
    std::vector<Pair> results;
    for (int i = 0; i < 6; ++i) results.push_back(leaf());
    for (int i = 0; i < 12; ++i) {
      const auto size = static_cast<int>(results.size());
      const Pair a = results[static_cast<std::size_t>(integer(0, size - 1))];
      const Pair b = results[static_cast<std::size_t>(integer(0, size - 1))];
      results.push_back(combine(a, b));
    }
    return results;
  }

 private:
  std::mt19937_64 random_;
};

TEST(MpBall, HoldsEveryRandomExpression) {
  Draw draw(1);
  int finite = 0;
  for (int trial = 0; trial < 1000; ++trial) {
    for (const Pair& each : draw.expression()) {
      if (!each.ball.is_finite()) continue;
      ++finite;
      ASSERT_TRUE(holds(each.ball, exact_radius(each.ball), each.number)) << trial;
    }
  }
  EXPECT_GT(finite, 15000);
}

// The same check refuses balls that claim to be exact.
TEST(MpBall, WithoutItsRadiusMissesExpressions) {
  Draw draw(2);
  int missed = 0;
  for (int trial = 0; trial < 100; ++trial) {
    for (const Pair& each : draw.expression()) {
      missed += each.ball.is_finite() && !holds(each.ball, 0, each.number) ? 1 : 0;
    }
  }
  EXPECT_GT(missed, 500);
}

TEST(MpBall, HoldsSquareRoots) {
  Draw draw(3);
  int finite = 0;
  for (int trial = 0; trial < 3000; ++trial) {
    const Pair a = draw.combine(draw.leaf(), draw.leaf());
    const Narrow root = sqrt(a.ball);
    if (!root.is_finite()) continue;
    ++finite;
    const Rational low = exact_middle(root) - exact_radius(root);
    const Rational high = exact_middle(root) + exact_radius(root);
    ASSERT_TRUE(low <= 0 || low * low <= a.number) << trial;
    ASSERT_TRUE(a.number <= high * high) << trial;
  }
  EXPECT_GT(finite, 1000);
}

TEST(MpBall, BecomesABallOfCoreThatHoldsIt) {
  Draw draw(4);
  int finite = 0;
  for (int trial = 0; trial < 300; ++trial) {
    for (const Pair& each : draw.expression()) {
      const Ball ball = each.ball.to_ball();
      if (!ball.is_finite()) continue;
      ++finite;
      const Rational middle = exact(ball.middle.hi) + exact(ball.middle.lo);
      const Rational away = abs(exact_middle(each.ball) - middle) + exact_radius(each.ball);
      ASSERT_LE(away, exact(ball.radius)) << trial;
      ASSERT_EQ(ball.middle.hi + ball.middle.lo, ball.middle.hi) << trial;
    }
  }
  EXPECT_GT(finite, 2000);
}

TEST(MpBall, KeepsExactValuesExact) {
  EXPECT_TRUE((Narrow(0x1p-1074) - Narrow(0x1p-1074)).is_exact_zero());
  EXPECT_TRUE((Narrow(0) * Narrow(3)).is_exact_zero());
  EXPECT_FALSE((Narrow(1) / Narrow(3)).is_exact_zero());
}

TEST(MpBall, ClaimsNothingWhereThereIsNoValue) {
  EXPECT_FALSE((Narrow(1) / Narrow(0)).is_finite());
  EXPECT_FALSE(sqrt(Narrow(0)).is_finite());
  EXPECT_FALSE(sqrt(Narrow(-1)).is_finite());
  EXPECT_FALSE(Narrow(kInfinity).is_finite());
  EXPECT_FALSE(Narrow(std::nan("")).is_finite());
  EXPECT_FALSE((Narrow(0) * Narrow(kInfinity)).is_finite());
  EXPECT_FALSE((Narrow(0) * sqrt(Narrow(-1))).to_ball().is_finite());
}

TEST(MpBall, BeyondDoubleBecomesABallThatClaimsNothing) {
  const Narrow huge(0x1p1000);
  EXPECT_TRUE((huge * huge).is_finite());
  EXPECT_FALSE((huge * huge).to_ball().is_finite());
  const Narrow tiny(0x1p-1000);
  EXPECT_TRUE((tiny * tiny).is_tight(50));
  EXPECT_EQ((tiny * tiny).to_ball().radius, std::numeric_limits<double>::denorm_min());
}

TEST(MpBall, BeyondTheLargestExponentClaimsNothing) {
  Narrow huge(0x1p1000);
  Narrow tiny(0x1p-1000);
  for (int i = 0; i < 19; ++i) {
    huge = huge * huge;
    tiny = tiny * tiny;
  }
  EXPECT_FALSE(huge.is_finite());
  EXPECT_FALSE(tiny.is_finite());
}

}  // namespace
}  // namespace bncheck::reference
