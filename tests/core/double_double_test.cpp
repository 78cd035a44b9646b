#include "core/double_double.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <random>

namespace bncheck {
namespace {

using Rational = boost::multiprecision::number<
    boost::multiprecision::rational_adaptor<boost::multiprecision::cpp_int_backend<>>,
    boost::multiprecision::et_off>;

constexpr int kTrials = 4000;
// The unit roundoff of double.
const Rational kU = Rational(1, std::int64_t{1} << 53);

Rational exact(double value) { return Rational(value); }
Rational exact(DoubleDouble value) { return exact(value.hi) + exact(value.lo); }

class Draw {
 public:
  double number() {
    const double mantissa = std::uniform_real_distribution<double>(-2, 2)(random_);
    return std::ldexp(mantissa, std::uniform_int_distribution<int>(-60, 60)(random_));
  }
  DoubleDouble pair() {
    const double high = number();
    return two_sum(high, std::ldexp(number(), std::ilogb(high) - 120));
  }

 private:
  std::mt19937_64 random_{1};
};

bool normalized(DoubleDouble a) { return a.hi + a.lo == a.hi; }

TEST(DoubleDouble, SumsAndMultipliesTwoDoublesExactly) {
  Draw draw;
  for (int trial = 0; trial < kTrials; ++trial) {
    const double a = draw.number();
    const double b = draw.number();
    ASSERT_EQ(exact(two_sum(a, b)), exact(a) + exact(b));
    ASSERT_EQ(exact(two_prod(a, b)), exact(a) * exact(b));
    ASSERT_TRUE(normalized(two_sum(a, b)));
  }
}

// Joldes, Muller and Popescu 2017, theorems 3.1 and 5.1.
TEST(DoubleDouble, KeepsThePublishedBounds) {
  Draw draw;
  for (int trial = 0; trial < kTrials; ++trial) {
    const DoubleDouble a = draw.pair();
    const DoubleDouble b = draw.pair();
    const Rational sum = exact(a) + exact(b);
    const Rational product = exact(a) * exact(b);
    ASSERT_LE(abs(exact(a + b) - sum), 3 * kU * kU / (1 - 4 * kU) * abs(sum));
    ASSERT_LE(abs(exact(a * b) - product), 5 * kU * kU * abs(product));
    ASSERT_TRUE(normalized(a + b) && normalized(a * b));
  }
}

// A plain double sum does not.
TEST(DoubleDouble, IsMoreThanADouble) {
  Draw draw;
  int rounded = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    const DoubleDouble a = draw.pair();
    const DoubleDouble b = draw.pair();
    const Rational sum = exact(a) + exact(b);
    rounded += abs(exact(a.hi + b.hi) - sum) > 4 * kU * kU * abs(sum) ? 1 : 0;
  }
  EXPECT_GT(rounded, kTrials / 2);
}

}  // namespace
}  // namespace bncheck
