#include "reference/error_budget/linear.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// One formula, written once in terms of bounds and once in terms of numbers.
template <class T>
T formula(const T& x, const T& dy, const T& centered, const T& value) {
  return Upper(3.0) * (x + Upper(0.1) * dy) + Upper(7.0) * centered + value * Upper(1e-9) +
         Upper(0.3);
}

TEST(Linear, BoundsWhatTheFormulaGivesAndHardlyMore) {
  const Linear bound = formula(Linear::x(), Linear::dy(), Linear::centered(), Linear::value());
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> magnitude(0, 20);
  for (int i = 0; i < 10'000; ++i) {
    const Magnitudes of = {magnitude(random), magnitude(random), magnitude(random),
                           magnitude(random)};
    const auto exact = 3.0L * (of.x + static_cast<long double>(0.1) * of.dy) + 7.0L * of.centered +
                       static_cast<long double>(1e-9) * of.value + static_cast<long double>(0.3);
    const double got = bound.at(of).value();
    ASSERT_GE(got, exact);
    ASSERT_LE(got, exact * (1 + 0x1p-47L));
  }
}

TEST(Linear, RoundsUpWhereProductsUnderflow) {
  const Linear bound = Upper(0x1p-600) * Linear::x();
  EXPECT_GT(bound.at({0x1p-600, 0, 0, 0}).value(), 0);
  EXPECT_EQ(bound.at({0, 0, 0, 0}).value(), 0);
}

TEST(Linear, TakesInfinityTimesZeroForZeroAsUpperDoes) {
  const Linear bound = Upper(kInfinity) * Linear::x() + Upper(1.0);
  EXPECT_GE(bound.at({0, 0, 0, 0}).value(), 1);
  EXPECT_LT(bound.at({0, 0, 0, 0}).value(), 2);
  EXPECT_EQ(bound.at({1, 0, 0, 0}).value(), kInfinity);
}

}  // namespace
}  // namespace bncheck::reference
