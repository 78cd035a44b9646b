// What integers decide: ties, cancellation, the ends of the formats.
#include "cpu/rounded/exact_channel.h"

#include <gtest/gtest.h>

namespace cpu {
namespace {

ExactChannel batch(const std::vector<float>& x, const std::vector<float>& dy, double eps) {
  auto sums = std::make_unique<ChannelSums>();
  for (std::size_t i = 0; i < x.size(); ++i) sums->add(x[i], dy[i], 0);
  return {*sums, static_cast<std::int64_t>(x.size()), eps};
}

std::int32_t rounded(double value, const Format& format) {
  return Surd{Binary(value), {}, 1.0}.rounded(Radicand(Binary(1.0)), format);
}

TEST(ExactChannel, RoundsTiesToEven) {
  const ExactChannel channel = batch({-1, 1}, {0, 0}, 0);  // x is normalized already
  EXPECT_EQ(channel.y(1.0f, 1, 0x1p-24), 1.0f);
  EXPECT_EQ(channel.y(1.0f, 1, 0x1.8p-23), 1 + 0x1p-22f);
  EXPECT_EQ(channel.y(-1.0f, 1, -0x1p-24), -1.0f);
  EXPECT_EQ(channel.y(1.0f, 1, 0x1.000002p-24), 1 + 0x1p-23f);
}

TEST(ExactChannel, FindsZeroWhereAllCancels) {
  const ExactChannel channel = batch({1, 2, 4}, {5, 5, 5}, 1e-5);
  EXPECT_EQ(channel.dx(5.0f, 2.0f, 1), 0.0f);
  EXPECT_EQ(channel.dweight(), 0.0f);
  EXPECT_EQ(channel.dbias(), 15.0f);
  // var + eps = 1: y = 3 - 0.6 * 5 but for what 0.6 and 3 are in float.
  const ExactChannel other = batch({-0.5f, 0.5f}, {0, 0}, 0.75);
  EXPECT_EQ(other.y(0.5f, -6, 3), 0.0f);
}

TEST(ExactChannel, KnowsTheStatistics) {
  const ExactChannel channel = batch({1, 2, 6}, {1, 0, 0}, 0);
  EXPECT_EQ(channel.rounded_mean(), 3.0f);
  EXPECT_EQ(channel.rounded_invstd(), static_cast<float>(1 / std::sqrt(14.0 / 3)));
  EXPECT_EQ(channel.running_mean(1, 0.5), 2.0f);
  EXPECT_EQ(channel.running_var(1, 0.5), 4.0f);  // 14 / 2 over m - 1
  EXPECT_TRUE(channel.has_root());
  EXPECT_FALSE(batch({3, 3}, {0, 0}, 0).has_root());
}

TEST(ExactChannel, EvaluatesWithTheRunningStatistics) {
  const ChannelSums none;
  const ExactChannel channel(none, 2, 3, 1);
  EXPECT_EQ(channel.y(6.0f, 3, 1), 7.0f);
  EXPECT_EQ(channel.dx(8.0f, 6.0f, 3), 12.0f);
}

TEST(Surd, RoundsToTheEndsOfEveryFormat) {
  for (const Format& format :
       {FormatOf<float>::kFormat, FormatOf<BFloat16>::kFormat, FormatOf<Float16>::kFormat}) {
    const double least = format.number(1), most = format.number(format.infinity() - 1);
    const double beyond = format.number(format.infinity());
    EXPECT_EQ(rounded(least / 2, format), 0);
    EXPECT_EQ(rounded(std::nextafter(least / 2, 1), format), 1);
    EXPECT_EQ(rounded(-least, format), -1);
    EXPECT_EQ(rounded(most, format), format.infinity() - 1);
    EXPECT_EQ(rounded(std::nextafter((most + beyond) / 2, 0), format), format.infinity() - 1);
    EXPECT_EQ(rounded((most + beyond) / 2, format), format.infinity());
    EXPECT_EQ(rounded(-1e300, format), -format.infinity());
  }
}

TEST(Surd, IsFoundHoweverMuchCancels) {
  // 1 - (1 + 2^-340) / sqrt(1): more cancels than an interval has bits.
  const Binary little(Integer(1), -140), one = 1.0;
  const Surd surd = {one, Binary(Integer(-1), 0) - Binary(Integer(1), -340), 1.0};
  EXPECT_EQ(surd.rounded(Radicand(one), FormatOf<float>::kFormat), 0);
  const Surd larger = {Binary(Integer(1), 300) + little, Binary(Integer(-1), 300), 1.0};
  EXPECT_EQ(larger.rounded(Radicand(one), FormatOf<float>::kFormat), 1 << 9);
}

/// Says whether the interval holds the number.
bool holds(const LongNear& a, const Binary& number) {
  const Binary error = Binary(a.high) + a.low - number, reach = Binary(a.radius) * kRoom;
  return (reach - error).sign() >= 0 && (reach + error).sign() >= 0;
}

TEST(Binary, IsWithinItsLeadingBits) {
  Integer mantissa = 1;
  for (int i = 0; i < 400; ++i) {
    mantissa = mantissa * 3 + i;  // 634 bits in the end
    for (const int exponent : {-1300, -1070, -600, 0, 300}) {
      for (const Binary& number : {Binary(mantissa, exponent), Binary(-mantissa, exponent)}) {
        const LongNear a = number.leading();
        EXPECT_TRUE(holds(a, number));
        EXPECT_LE(a.radius, std::fabs(a.high) * 0x1p-100 + 0x1p-1050);
      }
    }
  }
  EXPECT_EQ(Binary().leading().high, 0);
  EXPECT_FALSE(std::isfinite(Binary(Integer(1), 2000).leading().radius));
  EXPECT_FALSE(holds({1, 0x1p-100, 0x1p-103}, Binary(1.0)));
}

TEST(Surd, LiesInItsInterval) {
  const Surd fraction = {Binary(7.0), Binary(10.0), Binary(3.0)};  // (7 + 10/2)/3
  EXPECT_TRUE(holds(fraction.near(Radicand(Binary(4.0))), Binary(4.0)));
  EXPECT_LE(fraction.near(Radicand(Binary(4.0))).radius, 0x1p-96);
}

TEST(Surd, IsFoundWhereNoDoubleHoldsIt) {
  const Surd surd = {Binary(Integer(-3), 2000), {}, Binary(Integer(1), 1990)};
  EXPECT_FALSE(std::isfinite(surd.near(Radicand(Binary(1.0))).radius));
  EXPECT_EQ(FormatOf<float>::number(surd.rounded(Radicand(Binary(1.0)), FormatOf<float>::kFormat)),
            -3072.0f);
}

TEST(Format, RoundsADoubleAsTheSurdIsRounded) {
  double value = 1e-9;
  for (int i = 0; i < 3000; ++i, value *= -1.013) {
    EXPECT_EQ(FormatOf<Float16>::nearest(value).bits,
              FormatOf<Float16>::number(rounded(value, FormatOf<Float16>::kFormat)).bits);
    EXPECT_EQ(FormatOf<BFloat16>::nearest(value).bits,
              FormatOf<BFloat16>::number(rounded(value, FormatOf<BFloat16>::kFormat)).bits);
  }
}

TEST(Format, FindsTheLastNumberThatIsNotAbove) {
  for (const Format& f :
       {FormatOf<float>::kFormat, FormatOf<BFloat16>::kFormat, FormatOf<Float16>::kFormat}) {
    for (std::int32_t key = 0; key < f.infinity(); key += 1 + (f.infinity() >> 14)) {
      const double number = f.number(key), next = f.number(key + 1);
      EXPECT_EQ(f.key_below(number), key);
      EXPECT_EQ(f.key_below((number + next) / 2), key);
      EXPECT_EQ(f.key_below(std::nextafter(next, 0)), key);
    }
    EXPECT_EQ(f.key_below(0x1p-1074), 0);
    for (const double beyond : {f.number(f.infinity()), 1e300, double{INFINITY}, double{NAN}}) {
      EXPECT_EQ(f.key_below(beyond), f.infinity());
    }
  }
}

TEST(Format, KnowsEveryHalfNumber) {
  for (std::int32_t key = 0; key < FormatOf<Float16>::kFormat.infinity(); ++key) {
    const Float16 number = FormatOf<Float16>::number(-key);
    const float value = FormatOf<Float16>::value(number);
    EXPECT_EQ(value, static_cast<float>(-FormatOf<Float16>::kFormat.number(key)));
    EXPECT_EQ(FormatOf<Float16>::nearest(value).bits & 0x7fff, key);
  }
  EXPECT_TRUE(std::isnan(FormatOf<Float16>::value({0x7e00})));
  EXPECT_EQ(FormatOf<BFloat16>::value({0xff80}), -INFINITY);
}

}  // namespace
}  // namespace cpu
