#include "reference/certified/surd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "tests/reference/exact_rounding.h"

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr DType kFormats[] = {DType::f16, DType::bf16, DType::f32, DType::f64};

Root root(const Surd& value) {
  return {exact(value.offset), exact(value.numerator), exact(value.radicand)};
}

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  Dyadic fraction() { return Dyadic(std::uniform_real_distribution<double>(-2, 2)(random_)); }
  /// Half of the numbers have few bits, so that roots and sums are often exact.
  Dyadic dyadic(int range) {
    const Dyadic scale(1, integer(-range, range));
    return integer(0, 1) == 0 ? scale * integer(-8, 8) : scale * fraction() * fraction();
  }
  Surd surd(int range) {
    Dyadic radicand = dyadic(range);
    while (radicand.sign() <= 0) radicand = dyadic(range);
    if (integer(0, 3) == 0) radicand = square(radicand);
    return {integer(0, 2) == 0 ? Dyadic() : dyadic(range), dyadic(range), radicand};
  }

 private:
  std::mt19937_64 random_;
};

/// Returns a surd that equals midpoint (1 + 2^-2000 side) and has a square root in it.
Surd beside(const Dyadic& midpoint, int side, const Dyadic& offset) {
  const Dyadic factor = Dyadic(1) + Dyadic(side, -2000);
  const Dyadic three(3);
  return {offset, (midpoint * factor - offset) * three, square(three)};
}

TEST(Surd, ComparesAsRationalsDo) {
  Draw draw(1);
  int equal = 0;
  for (int i = 0; i < 3000; ++i) {
    const Dyadic bound = draw.dyadic(1);
    const Surd value = i % 2 == 0 ? beside(bound, draw.integer(-1, 1), draw.dyadic(3))
                                  : draw.surd(draw.integer(0, 1) * 300);
    const int sign = compare(value, bound);
    equal += sign == 0 ? 1 : 0;
    ASSERT_EQ(sign, compare(root(value), exact(bound))) << i;
  }
  EXPECT_GT(equal, 300);
}

TEST(Surd, RoundsToTheNearestNumberOfEveryFormat) {
  Draw draw(2);
  for (const DType dtype : kFormats) {
    for (int i = 0; i < 1500; ++i) {
      const Surd value = draw.surd(i % 3 == 0 ? 400 : 12);
      const double got = round_to(dtype, value);
      ASSERT_TRUE(is_nearest(dtype, root(value), got)) << to_string(dtype) << " " << i;
    }
  }
}

TEST(Surd, RoundsExactTiesAndValuesAHairBesideThem) {
  for (const DType dtype : kFormats) {
    const double unit = 2 * unit_roundoff(dtype);
    for (const double value : {0.0, smallest_subnormal(dtype), smallest_normal(dtype), 1.0,
                               1 + unit, 2 - unit, largest_finite(dtype)}) {
      const double next = next_above(dtype, value);
      const Dyadic above = std::isfinite(next) ? Dyadic(next) : Dyadic(1, std::ilogb(value) + 1);
      const Dyadic sum = Dyadic(value) + above;
      const Dyadic midpoint(sum.mantissa, sum.exponent - 1);
      // A hair in the radicand leaves a bracket whose floor is the midpoint itself.
      const Dyadic hair(1, -2000);
      EXPECT_EQ(round_to(dtype, Surd{Dyadic(), midpoint, Dyadic(1) + hair}), value);
      EXPECT_EQ(round_to(dtype, Surd{Dyadic(), midpoint, Dyadic(1) - hair}), next);
      for (const Dyadic& offset : {Dyadic(), Dyadic(-0.75), midpoint * 5}) {
        EXPECT_EQ(round_to(dtype, beside(midpoint, -1, offset)), value);
        EXPECT_EQ(round_to(dtype, beside(midpoint, 1, offset)), next);
        EXPECT_EQ(round_to(dtype, beside(-midpoint, -1, offset)), -value);
        const double tie = round_to(dtype, beside(midpoint, 0, offset));
        EXPECT_TRUE(is_nearest(dtype, {exact(midpoint)}, tie)) << value;
      }
    }
  }
}

// No bracket of the root ends this search: sqrt(2) is on one side of a midpoint only because the
// squares say so.
TEST(Surd, DecidesAnIrrationalNextToAMidpoint) {
  const Integer whole = sqrt(Integer(Integer(2) << 6000));
  const Dyadic below(whole, -3000);
  const Dyadic above(Integer(whole + 1), -3000);
  for (const DType dtype : kFormats) {
    const double tiny = smallest_subnormal(dtype);
    const double under_one = 1 - unit_roundoff(dtype);
    for (const double value : {0.0, -tiny, tiny, 1.0, -1.0, under_one, -under_one, 1.5,
                               largest_finite(dtype)}) {
      const double next = next_above(dtype, value);
      const Rational scaled = midpoint_above(dtype, value) * power_of_two(1075);
      const Dyadic midpoint(numerator(scaled), -1075);
      EXPECT_EQ(round_to(dtype, Surd{midpoint - below, Dyadic(2), Dyadic(2)}), next);
      EXPECT_EQ(round_to(dtype, Surd{midpoint - above, Dyadic(2), Dyadic(2)}), value);
      EXPECT_EQ(round_to(dtype, Surd{above - midpoint, Dyadic(-2), Dyadic(2)}), -value);
    }
  }
}

TEST(Surd, RoundsWhatCancellationLeaves) {
  const Dyadic third_root(Integer(sqrt(Integer(Integer(3) << 2000))), -1000);
  for (const DType dtype : kFormats) {
    const Surd tiny{-third_root, Dyadic(3), Dyadic(3)};
    const double got = round_to(dtype, tiny);
    EXPECT_TRUE(is_nearest(dtype, root(tiny), got));
    EXPECT_EQ(got == 0, dtype != DType::f64);
    EXPECT_EQ(round_to(dtype, Surd{Dyadic(-2), Dyadic(6), Dyadic(9)}), 0);
  }
}

TEST(Surd, RoundsBeyondTheLargestNumberToInfinity) {
  for (const DType dtype : kFormats) {
    EXPECT_EQ(round_to(dtype, Surd{Dyadic(), Dyadic(1, 5000), Dyadic(3)}), kInfinity);
    EXPECT_EQ(round_to(dtype, Surd{Dyadic(), Dyadic(-1, 5000), Dyadic(3)}), -kInfinity);
    EXPECT_EQ(round_to(dtype, Surd{Dyadic(), Dyadic(-1, -5000), Dyadic(3)}), 0);
  }
}

TEST(Surd, IsARatioOfTwoNumbers) {
  const Surd sixth = ratio(Dyadic(-0.5), Dyadic(3));
  EXPECT_EQ(compare(root(sixth), Rational(-1, 6)), 0);
  EXPECT_EQ(compare(ratio(Dyadic(6), Dyadic(3)), Dyadic(2)), 0);
}

/// Expects the ball around the value, and tight against its larger term.
void expect_enclosed(const Surd& value) {
  const Ball ball = enclose(value);
  const Root truth = root(value);
  const Interval inverse = inverse_root(truth.radicand);
  const Rational term = abs(truth.numerator) * inverse.high;
  const Rational scale = std::max(Rational(abs(truth.offset)), term);
  if (!ball.is_finite()) {
    ASSERT_GT(scale * 2, exact(std::numeric_limits<double>::max()));
    return;
  }
  const Rational middle = exact(ball.middle.hi) + exact(ball.middle.lo);
  const Rational radius = exact(ball.radius);
  ASSERT_GE(compare(truth, middle - radius), 0);
  ASSERT_LE(compare(truth, middle + radius), 0);
  ASSERT_LE(radius, exact(kTight) * scale + 8 * power_of_two(-1074));
}

TEST(Surd, IsEnclosedExactlyWhereTheRootIsExactBeyondTheRangeOfDouble) {
  const Ball ball = enclose({Dyadic(1), Dyadic(3, 2000), Dyadic(1, 4002)});
  EXPECT_EQ(ball.middle.hi, 2.5);
  EXPECT_EQ(ball.radius, 0);
}

TEST(Surd, IsEnclosedTightlyWhateverItsRange) {
  Draw draw(3);
  for (int i = 0; i < 2000; ++i) {
    SCOPED_TRACE(i);
    expect_enclosed(draw.surd(i % 2 == 0 ? 20 : 2100));
    if (testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace bncheck::reference
