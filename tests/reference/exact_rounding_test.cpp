#include "tests/reference/exact_rounding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(ExactRounding, StepsThroughTheFormatsAsNextafterDoes) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    const double value = std::ldexp(std::uniform_real_distribution<double>(-2, 2)(random),
                                    std::uniform_int_distribution<int>(-150, 126)(random));
    EXPECT_EQ(next_above(DType::f64, value), std::nextafter(value, kInfinity));
    const auto narrow = static_cast<float>(value);
    EXPECT_EQ(next_above(DType::f32, narrow), std::nextafter(narrow, HUGE_VALF));
  }
  EXPECT_EQ(next_above(DType::f16, 65504), kInfinity);
  EXPECT_EQ(next_above(DType::f16, -0x1p-24), 0);
  EXPECT_EQ(next_above(DType::bf16, -1), -(1 - 0x1p-8));
}

TEST(ExactRounding, AgreesWithTheConversionToFloat) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 3000; ++i) {
    const double value = std::ldexp(std::uniform_real_distribution<double>(-2, 2)(random),
                                    std::uniform_int_distribution<int>(-152, 128)(random));
    const auto nearest = static_cast<float>(value);
    const Root root{exact(value)};
    EXPECT_TRUE(is_nearest(DType::f32, root, nearest)) << value;
    EXPECT_FALSE(is_nearest(DType::f32, root, std::nextafter(nearest, 0.0F)) && nearest != 0);
    if (std::isfinite(nearest)) {
      EXPECT_FALSE(is_nearest(DType::f32, root, next_above(DType::f32, nearest))) << value;
    }
  }
}

TEST(ExactRounding, TakesTheEvenOneOfATie) {
  const Root tie{exact(1 + 0x1p-24)};
  EXPECT_TRUE(is_nearest(DType::f32, tie, 1));
  EXPECT_FALSE(is_nearest(DType::f32, tie, 1 + 0x1p-23));
  EXPECT_TRUE(is_tie(DType::f32, tie, 1));
  EXPECT_FALSE(is_tie(DType::f64, tie, 1 + 0x1p-24));
  const Root overflow{exact(65520)};
  EXPECT_TRUE(is_nearest(DType::f16, overflow, kInfinity));
  EXPECT_FALSE(is_nearest(DType::f16, overflow, 65504));
  EXPECT_TRUE(is_nearest(DType::f16, Root{exact(-65519.5)}, -65504));
  EXPECT_TRUE(is_nearest(DType::f16, Root{exact(-65520)}, -kInfinity));
  EXPECT_FALSE(is_nearest(DType::f16, Root{exact(65520)}, -kInfinity));
  EXPECT_TRUE(is_nearest(DType::f32, Root{exact(-0x1p-150)}, -0.0));
  EXPECT_FALSE(is_nearest(DType::f32, tie, std::nan("")));
}

// 1 + 2/sqrt(r) = 1.5 for r = 16, and to either side of it for neighbours of 16.
TEST(ExactRounding, ComparesRootsExactly) {
  EXPECT_EQ(compare({1, 2, 16}, Rational(3, 2)), 0);
  EXPECT_EQ(compare({1, 2, 16 + power_of_two(-3000)}, Rational(3, 2)), -1);
  EXPECT_EQ(compare({1, 2, 16 - power_of_two(-3000)}, Rational(3, 2)), 1);
  EXPECT_EQ(compare({1, -2, 16 + power_of_two(-3000)}, Rational(1, 2)), 1);
  EXPECT_EQ(compare({1, -2, 16}, Rational(3, 2)), -1);
  EXPECT_EQ(compare({1, 0, 16}, 1), 0);
}

}  // namespace
}  // namespace bncheck::reference
