// The two ends of Ziv's test hold the exact value, and are not much further apart than they must.
#include "cpu/rounded/line.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "cpu/rounded/wide_near.h"

namespace cpu {
namespace {

struct Ends {
  double low, high;
};

/// As the kernels compute them, an operation at a time.
Ends ends(const CertifiedLine& line, double x) {
  const double product = (x - line.mean) * line.scale;
  const double reach = std::fabs(product) * line.slack;
  return {(product - reach) + line.low, (product + reach) + line.high};
}
Ends ends(const CertifiedGradient& gradient, double dy, double x) {
  const double along = (x - gradient.mean) * gradient.slope;
  const double value = ((dy - gradient.offset) - along) * gradient.scale;
  const double reach = std::fabs(value) * gradient.slack + std::fabs(along) * gradient.slack_along;
  return {(value - reach) + gradient.low, (value + reach) + gradient.high};
}

/// Numbers with an error that their radius allows for, drawn at its edge or inside.
class Drawn {
 public:
  double number(int least_exponent, int most_exponent) {
    const int exponent = std::uniform_int_distribution(least_exponent, most_exponent)(random_);
    return std::ldexp(std::uniform_real_distribution(-1.0, 1.0)(random_), exponent);
  }
  float single(int least_exponent, int most_exponent) {
    return static_cast<float>(number(least_exponent, most_exponent));
  }
  Wide within(double radius) {
    return Wide(radius) * (random_() % 2 == 0 ? 1 : std::uniform_real_distribution()(random_)) *
           (random_() % 2 == 0 ? 1 : -1);
  }

 private:
  std::mt19937_64 random_{1};
};

struct Tally {
  int cases = 0, outside_of_a_tenth = 0;
  double widest = 0;  // in units of what rounding makes of the largest term

  void add(Ends ends, const Wide& exact, double terms) {
    EXPECT_LE(Wide(ends.low), exact);
    EXPECT_GE(Wide(ends.high), exact);
    const Wide middle = (Wide(ends.low) + ends.high) / 2;
    const Wide tenth = (Wide(ends.high) - ends.low) / 20;
    ++cases;
    outside_of_a_tenth += abs(exact - middle) > tenth;
    widest = std::max(widest, (ends.high - ends.low) / (terms * kUnit));
  }
};

TEST(CertifiedLine, HoldsEveryValue) {
  Drawn drawn;
  Tally tally;
  for (int i = 0; i < 100000; ++i) {
    const double high = drawn.number(-5, 5), low = drawn.number(-2, 0) * std::ldexp(high, -53);
    const LongMean mean = {high, low, std::fabs(std::ldexp(low, -i % 40))};
    const double r = std::fabs(drawn.number(-3, 8)) + 0x1p-9;
    const Near invstd = {r, r * 4 * kUnit};
    const double weight = drawn.single(-4, 2), bias = drawn.single(-8, 2);
    const double x = drawn.single(-6, 6);
    const Wide deviation = Wide(x) - mean.high - mean.low - drawn.within(mean.radius);
    const Wide exact = deviation * (invstd.value + drawn.within(invstd.radius)) * weight + bias;
    const double terms = std::fabs((x - high) * r * weight) + std::fabs(bias);
    tally.add(ends(certified_line({mean, invstd, weight, bias}), x), exact, terms);
  }
  EXPECT_GT(tally.outside_of_a_tenth, tally.cases / 20);  // a tenth of the reach would be wrong
  EXPECT_LT(tally.widest, 64);
}

TEST(CertifiedGradient, HoldsEveryValue) {
  Drawn drawn;
  Tally tally;
  for (int i = 0; i < 100000; ++i) {
    const double high = drawn.number(-5, 5), low = drawn.number(-2, 0) * std::ldexp(high, -53);
    const LongMean mean = {high, low, std::fabs(std::ldexp(low, -i % 40))};
    const double dy_high = drawn.number(-5, 2);
    const LongMean mean_dy = {dy_high, std::ldexp(dy_high, -54),
                              std::fabs(std::ldexp(dy_high, -90))};
    const double r = std::fabs(drawn.number(-3, 3)) + 0x1p-4;
    const Near invstd = {r, r * 4 * kUnit};
    const double s = i % 7 == 0 ? 0 : drawn.number(-60, 1);
    const Near slope = {s, i % 5 == 0 ? 0x1p-58 : std::fabs(s) * 9 * kUnit};
    const double weight = drawn.single(-4, 2);
    const double x = drawn.single(-6, 6), dy = drawn.single(-6, 3);
    const Wide deviation = Wide(x) - mean.high - mean.low - drawn.within(mean.radius);
    const Wide centered = Wide(dy) - mean_dy.high - mean_dy.low - drawn.within(mean_dy.radius);
    const Wide along = deviation * (slope.value + drawn.within(slope.radius));
    const Wide exact = (centered - along) * (invstd.value + drawn.within(invstd.radius)) * weight;
    const double size = std::fabs(dy) + std::fabs(dy_high) +
                        std::fabs(x - high) * (std::fabs(s) + slope.radius / kUnit) +
                        std::fabs(high) * (std::fabs(s) + slope.radius);
    const GradientTerms terms = {mean, mean_dy, invstd, slope, weight};
    tally.add(ends(certified_gradient_terms(terms), dy, x), exact, size * r * std::fabs(weight));
  }
  EXPECT_GT(tally.outside_of_a_tenth, tally.cases / 20);
  EXPECT_LT(tally.widest, 64);
}

// Constants of channels-last memory are loaded as they are, -0 included.
using Eight = std::array<double, kColumns>;
Eight eight(double value) {
  Eight all;
  all.fill(value);
  return all;
}

TEST(CertifiedGradient, IsDecidedWhereItIsZero) {
  const float x[kColumns] = {-2, 1, 3}, dy[kColumns] = {1, -1, 0.5f};
  const LongMean mean = {0.1, -1e-18, 1e-30}, mean_dy = {0.2, 1e-18, 1e-30};
  for (const double weight : {0.0, -0.0}) {
    const CertifiedGradient g =
        certified_gradient_terms({mean, mean_dy, {3, 1e-15}, {0.3, 1e-16}, weight});
    const Eight each[] = {eight(g.mean),  eight(g.slope),       eight(g.offset), eight(g.scale),
                          eight(g.slack), eight(g.slack_along), eight(g.low),    eight(g.high)};
    float dx[kColumns];
    EXPECT_TRUE(certified_kernels<float>().column_gradient(
        {dy, 0, 8}, {x, 0, 8}, {dx, 0, 8}, {1, 1}, kColumns,
        {each[0].data(), each[1].data(), each[2].data(), each[3].data(), each[4].data(),
         each[5].data(), each[6].data(), each[7].data()}));
    for (const float value : dx) EXPECT_EQ(value, 0);
  }
}

TEST(CertifiedGradient, OfAConstantIsZero) {
  const float x[] = {-2, 1, 3}, dy[] = {5, 5, 5};
  float dx[3] = {1, 1, 1};
  EXPECT_TRUE(
      certified_kernels<float>().gradient({dy, 0}, {x, 0}, {dx, 0}, {1, 3}, zero_gradient()));
  for (const float value : dx) EXPECT_EQ(value, 0);
}

}  // namespace
}  // namespace cpu
