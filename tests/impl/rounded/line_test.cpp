// The two ends of Ziv's test hold the exact value, and are not much further apart than they must.
#include "cpu/rounded/format.h"
#include "cpu/rounded/numbers.h"

#include <gtest/gtest.h>

#include <random>

#include "cpu/rounded/tables.h"
#include "tests/impl/rounded/exact_number.h"

namespace cpu {
namespace {

using Exact = ExactNumber<320>;

struct Ends {
  double low, high;
};

/// As the kernels compute them, an operation at a time.
Ends ends(const CertifiedLine& line, double x) {
  const double product = (x - line.mean) * line.scale;
  const double reach = std::fabs(product) * line.slack;
  return {(product - reach) + line.low, (product + reach) + line.high};
}
Ends flat_ends(const CertifiedLine& line, double x) {
  return {x * line.scale + line.flat_low, x * line.scale + line.flat_high};
}
Ends flat_ends(const CertifiedGradient& gradient, double dy, double x) {
  const double along = x * gradient.along;
  return {dy * gradient.scale + (along + gradient.flat_low),
          dy * gradient.scale + (along + gradient.flat_high)};
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
  Exact within(double radius) {
    return Exact(radius) * (random_() % 2 == 0 ? 1 : std::uniform_real_distribution()(random_)) *
           (random_() % 2 == 0 ? 1 : -1);
  }

 private:
  std::mt19937_64 random_{1};
};

struct Tally {
  int cases = 0, outside_of_a_tenth = 0;
  double widest = 0;  // in units of what rounding makes of the largest term

  void add(Ends ends, const Exact& exact, double terms) {
    EXPECT_LE(Exact(ends.low), exact);
    EXPECT_GE(Exact(ends.high), exact);
    const Exact middle = (Exact(ends.low) + ends.high) / 2;
    const Exact tenth = (Exact(ends.high) - ends.low) / 20;
    ++cases;
    outside_of_a_tenth += abs(exact - middle) > tenth;
    widest = std::max(widest, (ends.high - ends.low) / (terms * kUnit));
  }
};

TEST(CertifiedLine, HoldsEveryValue) {
  Drawn drawn;
  Tally tally, flat;
  for (int i = 0; i < 100000; ++i) {
    const double high = drawn.number(-5, 5), low = drawn.number(-2, 0) * std::ldexp(high, -53);
    const LongNear mean = {high, low, std::fabs(std::ldexp(low, -i % 40))};
    const double r = std::fabs(drawn.number(-3, 8)) + 0x1p-9;
    const Near invstd = {r, r * 4 * kUnit};
    const double weight = drawn.single(-4, 2), bias = drawn.single(-8, 2);
    const double x = drawn.single(-6, 6);
    const Exact deviation = Exact(x) - mean.high - mean.low - drawn.within(mean.radius);
    const Exact exact = deviation * (invstd.value + drawn.within(invstd.radius)) * weight + bias;
    const double terms = std::fabs((x - high) * r * weight) + std::fabs(bias);
    const Limit limit = Limit::above(std::fabs(x), FormatOf<float>::kFormat);
    const CertifiedLine line = certified_line({mean, invstd, weight, bias, limit});
    tally.add(ends(line, x), exact, terms);
    const double size = std::fabs(r * weight) * (limit.value + std::fabs(high)) + std::fabs(bias);
    flat.add(flat_ends(line, x), exact, size);
  }
  EXPECT_GT(flat.outside_of_a_tenth, flat.cases / 100);
  EXPECT_LT(flat.widest, 64);
  EXPECT_GT(tally.outside_of_a_tenth, tally.cases / 20);  // a tenth of the reach would be wrong
  EXPECT_LT(tally.widest, 64);
}

TEST(CertifiedGradient, HoldsEveryValue) {
  Drawn drawn;
  Tally tally, flat;
  for (int i = 0; i < 100000; ++i) {
    const double high = drawn.number(-5, 5), low = drawn.number(-2, 0) * std::ldexp(high, -53);
    const LongNear mean = {high, low, std::fabs(std::ldexp(low, -i % 40))};
    const double dy_high = drawn.number(-5, 2);
    const LongNear mean_dy = {dy_high, std::ldexp(dy_high, -54),
                              std::fabs(std::ldexp(dy_high, -90))};
    const double r = std::fabs(drawn.number(-3, 3)) + 0x1p-4;
    const Near invstd = {r, r * 4 * kUnit};
    const double s = i % 7 == 0 ? 0 : drawn.number(-60, 1);
    const Near slope = {s, i % 5 == 0 ? 0x1p-58 : std::fabs(s) * 9 * kUnit};
    const double weight = drawn.single(-4, 2);
    const double x = drawn.single(-6, 6), dy = drawn.single(-6, 3);
    const Exact deviation = Exact(x) - mean.high - mean.low - drawn.within(mean.radius);
    const Exact centered = Exact(dy) - mean_dy.high - mean_dy.low - drawn.within(mean_dy.radius);
    const Exact along = deviation * (slope.value + drawn.within(slope.radius));
    const Exact exact = (centered - along) * (invstd.value + drawn.within(invstd.radius)) * weight;
    const double size = std::fabs(dy) + std::fabs(dy_high) +
                        std::fabs(x - high) * (std::fabs(s) + slope.radius / kUnit) +
                        std::fabs(high) * (std::fabs(s) + slope.radius);
    const Limit dy_limit = Limit::above(std::fabs(dy), FormatOf<float>::kFormat);
    const Limit x_limit = Limit::above(std::fabs(x), FormatOf<float>::kFormat);
    const GradientTerms terms = {mean, mean_dy, invstd, slope, weight, dy_limit, x_limit};
    const CertifiedGradient gradient = certified_gradient_terms(terms);
    tally.add(ends(gradient, dy, x), exact, size * r * std::fabs(weight));
    const double steepest = std::fabs(s) + slope.radius / kUnit;
    const double largest =
        dy_limit.value + std::fabs(dy_high) + (x_limit.value + std::fabs(high)) * steepest;
    flat.add(flat_ends(gradient, dy, x), exact, largest * r * std::fabs(weight));
  }
  EXPECT_GT(flat.outside_of_a_tenth, flat.cases / 100);
  EXPECT_LT(flat.widest, 64);
  EXPECT_GT(tally.outside_of_a_tenth, tally.cases / 20);
  EXPECT_LT(tally.widest, 64);
}

TEST(CertifiedGradient, IsDecidedWhereItIsZero) {
  const float x[kColumns] = {-2, 1, 3}, dy[kColumns] = {1, -1, 0.5f};
  const LongNear mean = {0.1, -1e-18, 1e-30}, mean_dy = {0.2, 1e-18, 1e-30};
  const Limit limit = Limit::above(4, FormatOf<float>::kFormat);
  for (const double weight : {0.0, -0.0}) {
    const CertifiedGradient g =
        certified_gradient_terms({mean, mean_dy, {3, 1e-15}, {0.3, 1e-16}, weight, limit, limit});
    GradientTable table(kColumns);
    for (std::size_t c = 0; c < kColumns; ++c) table.set(c, g);
    const auto& kernels = certified_kernels<float>();
    for (const auto kernel : {kernels.column_gradient, kernels.column_gradient_closely}) {
      float dx[kColumns] = {1, 1, 1, 1, 1, 1, 1, 1};
      EXPECT_TRUE(kernel({dy, 0, 8}, {x, 0, 8}, {dx, 0, 8}, {1, 1}, kColumns, table.from(0)));
      for (const float value : dx) EXPECT_EQ(value, 0);
    }
  }
}

TEST(CertifiedGradient, OfAConstantIsZero) {
  const float x[] = {-2, 1, 3, 4, 5, 6, 7, 8, 9}, dy[] = {5, 5, 5, 5, 5, 5, 5, 5, 5};
  const auto& kernels = certified_kernels<float>();
  for (const auto kernel : {kernels.gradient, kernels.gradient_closely}) {
    float dx[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    EXPECT_TRUE(kernel({dy, 0}, {x, 0}, {dx, 0}, {1, 9}, zero_gradient()));
    for (const float value : dx) EXPECT_EQ(value, 0);
  }
}

// What exceeds a limit is not decided by the flat test, in the last group of a row and channel too.
TEST(CertifiedLine, KnowsItsLimit) {
  const Limit limit = Limit::above(4, FormatOf<float>::kFormat);
  const CertifiedLine line = certified_line({{0.1, 0, 0}, {1, 1e-16}, 1, 0.25, limit});
  LineTable table(kColumns);
  for (std::size_t c = 0; c < kColumns; ++c) table.set(c, line);
  const auto& kernels = certified_kernels<float>();
  for (const std::size_t at : {0, 8, 11}) {
    for (const float value : {7.5f, -7.5f, 8.5f, -8.5f, INFINITY, NAN}) {
      float x[16] = {1, 2, 3, -1, -2, -3, 1, 2, 3, -1, -2, -3, 1, 2, 3, 1}, y[16];
      x[at] = value;
      const bool within = std::fabs(value) <= limit.value;
      EXPECT_EQ(kernels.apply({x, 0}, {y, 0}, {1, 12}, line), within) << value;
      EXPECT_EQ(kernels.column_apply({x, 0, 8}, {y, 0, 8}, {1, 2}, 8, table.from(0)), within);
    }
  }
}

}  // namespace
}  // namespace cpu
