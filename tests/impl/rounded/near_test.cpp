// Interval arithmetic against numbers of 1000 bits.
#include "cpu/rounded/numbers.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/impl/rounded/exact_number.h"

namespace cpu {
namespace {

using Exact = ExactNumber<1000>;

/// A number and an interval that holds it, not always in the middle.
struct Held {
  Exact number;
  Near near;
};

class Numbers {
 public:
  double next() {
    return std::ldexp(std::uniform_real_distribution(1.0, 2.0)(random_), exponent_(random_));
  }
  Held held(bool positive) {
    const double value = positive || random_() % 2 == 0 ? next() : -next();
    const double radius =
        random_() % 4 == 0 ? 0 : value * std::ldexp(1.0, -10 - exponent_(random_));
    const double place = std::uniform_real_distribution(-1.0, 1.0)(random_);
    return {Exact(value) + Exact(radius) * place, {value, std::fabs(radius)}};
  }

 private:
  std::mt19937_64 random_{1};
  std::uniform_int_distribution<int> exponent_{-8, 60};
};

bool holds(const Near& interval, const Exact& number) {
  return abs(Exact(interval.value) - number) <= Exact(interval.radius) * kRoom;
}

TEST(Near, HoldsTheResultOfEveryOperation) {
  Numbers numbers;
  for (int i = 0; i < 20000; ++i) {
    const Held a = numbers.held(false), b = numbers.held(false), c = numbers.held(true);
    const double divisor = numbers.next();
    EXPECT_TRUE(holds(a.near + b.near, a.number + b.number));
    EXPECT_TRUE(holds(a.near - b.near, a.number - b.number));
    EXPECT_TRUE(holds(a.near * b.near, a.number * b.number));
    EXPECT_TRUE(holds(a.near / divisor, a.number / divisor));
    EXPECT_TRUE(holds(inverse_sqrt(c.near), 1 / sqrt(c.number)));
    EXPECT_FALSE(holds(Near{c.near.value * (1 + 0x1p-40), 0}, Exact(c.near.value)));
  }
}

TEST(Near, KnowsNothingOfARootNearZero) {
  for (const Near near : {Near{0, 1}, Near{1, 0.5}, Near{-1, 0}, Near{0, 0}, Near{NAN, 0}}) {
    EXPECT_FALSE(std::isfinite(inverse_sqrt(near).radius));
  }
}

TEST(Near, AgreesOnlyWhereAllNumbersRoundToOne) {
  const double middle = 1 + 0x1p-24;  // of 1 and the next float
  EXPECT_EQ(agreed<float>({middle, 0}), 1.0f);
  EXPECT_EQ(agreed<float>({middle, 0x1p-60}), std::nullopt);
  EXPECT_EQ(agreed<float>({middle + 0x1p-40, 0x1p-45}), 1 + 0x1p-23f);
  EXPECT_EQ(agreed<float>({1, NAN}), std::nullopt);
  EXPECT_EQ(agreed<float>({1, INFINITY}), std::nullopt);
  EXPECT_EQ(agreed<float>({1e300, 1}), INFINITY);
}

}  // namespace
}  // namespace cpu
