// Intervals of 106 bits against numbers of 2200 bits.
#include "cpu/rounded/format.h"
#include "cpu/rounded/numbers.h"

#include <gtest/gtest.h>

#include <random>

#include "cpu/rounded/surd.h"
#include "tests/impl/rounded/exact_number.h"

namespace cpu {
namespace {

using Exact = ExactNumber<2200>;

Exact middle(const LongNear& a) { return Exact(a.high) + a.low; }

/// Numbers with as many bits as an interval may have in its middle.
class Numbers {
 public:
  explicit Numbers(int least_exponent, int most_exponent)
      : exponent_(least_exponent, most_exponent) {}

  double uniform() { return std::uniform_real_distribution(-1.0, 1.0)(random_); }
  double next() { return std::ldexp(1 + std::fabs(uniform()), exponent_(random_)); }
  /// A number without error; one in four is a double.
  LongNear number() {
    const double high = random_() % 2 == 0 ? next() : -next();
    const int places = random_() % 2 == 0 ? 53 : 53 + static_cast<int>(random_() % 60);
    return near(high, random_() % 4 == 0 ? 0 : std::ldexp(uniform() * high, -places), 0);
  }
  /// As number(), but that it cancels with this one to so many bits.
  LongNear opposite(const LongNear& a) {
    const int bits = static_cast<int>(random_() % 110);
    return near(-a.high + std::ldexp(uniform() * a.high, -bits), -a.low, 0);
  }
  LongNear positive() {
    const LongNear a = number();
    return a.high < 0 ? -a : a;
  }
  /// The number, known only within a radius; held is one that the radius allows for.
  LongNear blurred(const LongNear& a, Exact& held) {
    const double radius = std::fabs(std::ldexp(a.high, -9 - static_cast<int>(random_() % 100)));
    held = middle(a) + Exact(radius) * (random_() % 2 == 0 ? 1 : uniform());
    return near(a.high, a.low, radius);
  }

 private:
  static LongNear near(double high, double low, double radius) {
    low = LongSum::two_sum(high, low);
    return {high, low, radius};
  }

  std::mt19937_64 random_{1};
  std::uniform_int_distribution<int> exponent_;
};

/// Says how much of the radius the error takes; above 1 the interval would be wrong.
double error_of(const LongNear& a, const Exact& exact) {
  if (!std::isfinite(a.radius)) return 0;
  EXPECT_EQ(a.high + a.low, a.high);
  const Exact error = abs(middle(a) - exact);
  return error == 0 ? 0 : static_cast<double>(Exact(error / (Exact(a.radius) * kRoom)));
}

/// The worst error of each operation, in units of its radius.
struct Worst {
  double sum = 0, product = 0, quotient = 0, root = 0;

  static void raise(double& worst, double error) { worst = std::max(worst, error); }
};

TEST(LongNear, OperationsStayWithinBoundsOfTheirLastBits) {
  Worst worst;
  Numbers numbers(-4, 4);
  for (int i = 0; i < 3000; ++i) {
    const LongNear a = numbers.number(), b = numbers.number(), c = numbers.positive();
    const LongNear opposite = numbers.opposite(a);
    const double count = std::ceil(std::ldexp(numbers.next(), i % 40));
    Worst::raise(worst.sum, error_of(a + b, middle(a) + middle(b)));
    Worst::raise(worst.sum, error_of(a - b, middle(a) - middle(b)));
    Worst::raise(worst.sum, error_of(a + opposite, middle(a) + middle(opposite)));
    Worst::raise(worst.product, error_of(a * b, middle(a) * middle(b)));
    Worst::raise(worst.quotient, error_of(a / count, middle(a) / count));
    Worst::raise(worst.root, error_of(inverse_sqrt(c), 1 / sqrt(middle(c))));
  }
  // None exceeds its bound, and each would exceed an eighth of it.
  for (const double error : {worst.sum, worst.product, worst.quotient, worst.root}) {
    EXPECT_LE(error, 1);
    EXPECT_GT(error, 1.0 / 8);
  }
}

TEST(LongNear, RadiiHoldWhatTheOperandsMayBe) {
  Numbers numbers(-8, 60);
  for (int i = 0; i < 1000; ++i) {
    Exact x, y, z;
    const LongNear a = numbers.blurred(numbers.number(), x);
    const LongNear b = numbers.blurred(numbers.number(), y);
    const LongNear c = numbers.blurred(numbers.positive(), z);
    const double count = std::ceil(numbers.next());
    EXPECT_LE(error_of(a + b, x + y), 1);
    EXPECT_LE(error_of(a - b, x - y), 1);
    EXPECT_LE(error_of(a * b, x * y), 1);
    EXPECT_LE(error_of(a / count, x / count), 1);
    EXPECT_LE(error_of(inverse_sqrt(c), 1 / sqrt(z)), 1);
  }
}

TEST(LongNear, HoldsWhatUnderflowsAndKnowsNothingOfWhatOverflows) {
  Numbers numbers(-1040, 1023);
  int unknown = 0, tiny = 0;
  for (int i = 0; i < 1000; ++i) {
    const LongNear a = numbers.number(), b = numbers.number(), c = numbers.positive();
    const double count = i % 3 + 1;
    const LongNear product = a * b;
    EXPECT_LE(error_of(a + b, middle(a) + middle(b)), 1);
    EXPECT_LE(error_of(product, middle(a) * middle(b)), 1);
    EXPECT_LE(error_of(a / count, middle(a) / count), 1);
    EXPECT_LE(error_of(inverse_sqrt(c), 1 / sqrt(middle(c))), 1);
    unknown += !std::isfinite(product.radius);
    tiny += std::fabs(product.high) < 0x1p-960;
    EXPECT_TRUE(std::isfinite(product.high) || !std::isfinite(product.radius));
  }
  EXPECT_GT(unknown, 100);
  EXPECT_GT(tiny, 100);
  const LongNear most = std::numeric_limits<double>::max();
  for (const LongNear& a : {most + most, most * LongNear(2), LongNear(INFINITY) - most,
                            LongNear(1) / 0, LongNear(NAN) / 2}) {
    EXPECT_FALSE(std::isfinite(a.radius));
  }
}

TEST(LongNear, IsExactWhereNothingIsRounded) {
  EXPECT_EQ((LongNear(0x1p60) - 0x1p-40).radius, 0);
  EXPECT_EQ((LongNear(0x1p60) - 0x1p-40).low, -0x1p-40);
  EXPECT_GT((LongNear(1, 0x1p-60, 0) + 1).radius, 0);
  EXPECT_EQ((LongNear(21) / 7).radius, 0);
  EXPECT_GT((LongNear(1) / 3).near().radius, 0);
  EXPECT_GT((LongNear(21, 0, 0x1p-60) / 7).radius, 0);
  LongSum sum;
  for (const double term : {0x1p60, 1.0, -0x1p60}) sum.add(term);
  sum.normalize();
  EXPECT_EQ(LongNear(sum).high, 1);
  EXPECT_EQ(LongNear(sum).near().radius, 0);
}

TEST(LongNear, KnowsNothingOfARootNearZero) {
  for (const LongNear& a : {LongNear(0, 0, 1), LongNear(1, 0, 0.5), LongNear(-1), LongNear(0),
                            LongNear(NAN), LongNear(INFINITY), LongNear(-1, 0, 0x1p-20)}) {
    EXPECT_FALSE(std::isfinite(inverse_sqrt(a).radius));
  }
}

std::int32_t nearest_key(const Binary& number, const Format& format) {
  return Surd{number, {}, 1.0}.rounded(Radicand(Binary(1.0)), format);
}

/// Compares with integers: all numbers round to the key if the two ends do.
void expect_agreed(const LongNear& a, const Format& format) {
  const Binary number = Binary(a.high) + a.low, reach = a.radius;
  const std::int32_t low = nearest_key(number - reach, format);
  const std::int32_t high = nearest_key(number + reach, format);
  const std::optional<std::int32_t> key = agreed_key(a, format);
  if (key) {
    EXPECT_EQ(*key, low);
    EXPECT_EQ(*key, high);
  } else {
    const Binary twice = Binary(2.0) * reach + Binary(0x1p-1000);
    EXPECT_NE(nearest_key(number - twice, format), nearest_key(number + twice, format));
  }
}

TEST(LongNear, AgreesOnlyWhereAllNumbersRoundToOne) {
  for (const Format& f :
       {FormatOf<float>::kFormat, FormatOf<BFloat16>::kFormat, FormatOf<Float16>::kFormat}) {
    const std::int32_t normal = 1 << f.fraction_bits, end = f.infinity() - 1;
    for (const std::int32_t key : {0, 1, 2, normal - 1, normal, 3 * normal + 5, end - 1, end}) {
      const double tie = (f.number(key) + f.number(key + 1)) / 2;
      for (const double size : {f.number(key), tie, f.number(key + 1)}) {
        for (const double rest : {0.0, size * 0x1p-54, size * 0x1p-100, size * -0x1p-60}) {
          for (const double radius : {0.0, size * 0x1p-101, size * 0x1p-70, size * 2, 0x1p-1060}) {
            expect_agreed({size, rest, radius}, f);
            expect_agreed({-size, -rest, radius}, f);
          }
        }
      }
    }
  }
}

TEST(LongNear, AgreesOnFloatsAtTheEndsOfTheFormat) {
  const auto number = [](const LongNear& a) -> std::optional<float> {
    const std::optional<std::int32_t> key = agreed_key(a, FormatOf<float>::kFormat);
    return key ? std::optional(FormatOf<float>::number(*key)) : std::nullopt;
  };
  const double middle = 1 + 0x1p-24;
  EXPECT_EQ(number({middle, 0x1p-100, 0}), 1 + 0x1p-23f);
  EXPECT_EQ(number({-middle, 0x1p-100, 0}), -1.0f);
  EXPECT_EQ(number(middle), 1.0f);  // a tie that is known goes to the even number
  EXPECT_EQ(number(-(3 * 0x1p-24 + 1)), -(1 + 0x1p-22f));
  EXPECT_EQ(number({middle, 0, 0x1p-1060}), std::nullopt);  // else it is for integers
  EXPECT_EQ(number({middle, 0x1p-100, 0x1p-100}), std::nullopt);
  EXPECT_EQ(number(1e300), INFINITY);
  EXPECT_EQ(number({-1e300, 0, 1}), -INFINITY);
  EXPECT_EQ(number(0x1p-150), 0.0f);
  EXPECT_EQ(number(0x1.ffffffp127), INFINITY);
  EXPECT_EQ(number({0, 0, 1}), std::nullopt);
  // What underflows is zero, the sign of which is that of integers: none.
  for (const LongNear& zero : {LongNear(0), LongNear(0, 0, 0x1p-160), LongNear(-0x1p-151)}) {
    ASSERT_EQ(number(zero), 0.0f);
    EXPECT_FALSE(std::signbit(*number(zero)));
  }
  for (const LongNear& a : {LongNear(INFINITY), LongNear(NAN), LongNear(1, 0, INFINITY),
                            LongNear(1, 0, NAN), LongNear(1e308) + LongNear(1e308)}) {
    EXPECT_EQ(number(a), std::nullopt);
  }
}

}  // namespace
}  // namespace cpu
