// Doubles for surds, and sums in fixed point.
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "cpu/rounded/fixed_sum.h"

namespace cpu {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();

Surd rational(const Binary& value) { return {value, {}, 1.0}; }
double nearest(const Binary& value) { return rational(value).nearest(Radicand(Binary(1.0))); }

TEST(SurdOfDoubles, IsRoundedToNearestAndTiesToEven) {
  EXPECT_EQ(nearest(Binary(0x1.23456789abcdep3)), 0x1.23456789abcdep3);
  EXPECT_EQ(nearest(Binary(1.0) + 0x1p-53), 1);
  EXPECT_EQ(nearest(Binary(1.0) + 0x1p-53 + 0x1p-900), 1 + 0x1p-52);
  EXPECT_EQ(nearest(Binary(-1.0) - 0x1.8p-52), -1 - 0x1p-51);
  EXPECT_EQ(nearest(Binary(kSmallest) * 0.5), 0);
  EXPECT_EQ(nearest(Binary(kSmallest) * 0x1.8p-1), kSmallest);
  EXPECT_EQ(nearest(Binary(-kSmallest)), -kSmallest);
  EXPECT_EQ(nearest(Binary(kLargest)), kLargest);
  const Binary limit = Binary(kLargest) + 0x1p970;  // the middle of the largest one and 2^1024
  EXPECT_EQ(nearest(limit), INFINITY);
  EXPECT_EQ(nearest(limit - 1.0), kLargest);
  EXPECT_EQ(nearest(Binary() - limit * limit), -INFINITY);
}

TEST(SurdOfDoubles, IsRoundedWhereWholeAndPartCancel) {
  // 2^300 + 2^-140 - 2^300 / sqrt(1), and the same of numbers beyond the range.
  for (const int exponent : {300, 3000}) {
    const Binary large(Integer(1), exponent), little(Integer(1), -140);
    const Surd surd = {large + little, Binary() - large, 1.0};
    EXPECT_EQ(surd.nearest(Radicand(Binary(1.0))), 0x1p-140);
  }
}

TEST(SurdOfDoubles, IsEnclosedHoweverLargeItsPartsAre) {
  // (3 2^e + 5 2^e / sqrt(2^2e)) / 2^e = 3 + 5 / 2^e, e even or odd.
  for (const int e : {-2000, -777, -3, 0, 8, 501, 3333}) {
    const Binary power(Integer(1), e);
    const Surd surd = {Binary(3.0) * power, Binary(5.0) * power * power, power};
    const LongNear near = surd.enclosed(Radicand(power * power));
    EXPECT_LE(std::fabs(near.high - 8), near.radius) << e;
    EXPECT_LT(near.radius, 0x1p-95) << e;
  }
}

TEST(SurdOfDoubles, HasARadiusForWhatIsTooSmall) {
  const LongNear near = rational(Binary(Integer(3), -1075)).enclosed(Radicand(Binary(1.0)));
  EXPECT_GE(near.radius, kSmallest / 2);
  EXPECT_EQ(rational(Binary(Integer(3), -1075)).nearest(Radicand(Binary(1.0))), 2 * kSmallest);
}

TEST(FixedSum, IsTheSumOfNumbersOfAllMagnitudes) {
  std::mt19937_64 random(1);
  DoubleChannelSums sums;
  ChannelTotals exact;
  for (int i = 0; i < 3000; ++i) {
    double value[3];
    for (double& each : value) {
      each = std::ldexp(std::uniform_real_distribution(-1.0, 1.0)(random),
                        static_cast<int>(random() % 2099) - 1074);
      if (random() % 8 == 0) each = 0;
    }
    const Binary x = value[0], dy = value[1], ddx = value[2];
    sums.add(value[0], value[1], value[2]);
    exact = {exact.x + x,     exact.x_x + x * x,     exact.dy + dy,        exact.dy_x + dy * x,
             exact.ddx + ddx, exact.ddx_x + ddx * x, exact.both + dy * ddx};
  }
  const ChannelTotals got = sums.totals();
  EXPECT_EQ((got.x - exact.x).sign(), 0);
  EXPECT_EQ((got.x_x - exact.x_x).sign(), 0);
  EXPECT_EQ((got.dy - exact.dy).sign(), 0);
  EXPECT_EQ((got.dy_x - exact.dy_x).sign(), 0);
  EXPECT_EQ((got.ddx - exact.ddx).sign(), 0);
  EXPECT_EQ((got.ddx_x - exact.ddx_x).sign(), 0);
  EXPECT_EQ((got.both - exact.both).sign(), 0);
}

TEST(FixedSum, Carries) {
  constexpr int kTimes = 3 << 20;  // more often than digits carry
  for (const double value : {kLargest, -kLargest}) {
    FixedSum<68> sum(-1074);
    const auto mantissa = (std::uint64_t{1} << 53) - 1;
    for (int i = 0; i < kTimes; ++i) sum.add(mantissa, 2045, value < 0);
    EXPECT_EQ((sum.total() - Binary(value) * static_cast<double>(kTimes)).sign(), 0);
  }
}

}  // namespace
}  // namespace cpu
