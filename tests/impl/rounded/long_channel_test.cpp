// What 106 bits know of a channel, against the formula in numbers of 1000 bits.
#include "cpu/rounded/long_channel.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/impl/rounded/exact_number.h"

namespace cpu {
namespace {

using Exact = ExactNumber<1000>;

void expect_within(const LongNear& a, const Exact& exact, double terms) {
  const Exact error = abs(Exact(a.high) + a.low - exact);
  EXPECT_LE(error, Exact(a.radius) * kRoom);
  EXPECT_LE(a.radius, 0x1p-94 * terms);
}

/// A batch of floats, its sums, and its statistics without error but for the root's.
struct Batch {
  double m = 1000, eps = 1e-5;
  std::vector<float> x, dy;
  LongSum sums[4];  // of x, x * x, dy, dy * x
  Exact mean, spread, dbias, along, invstd;

  Batch() {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.5, 2);
    for (int i = 0; i < m; ++i) x.push_back(normal(random)), dy.push_back(normal(random));
    Exact squares, products;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double value = x[i], gradient = dy[i];
      const double terms[] = {value, value * value, gradient, gradient * value};
      for (int k = 0; k < 4; ++k) sums[k].add(terms[k]);
      mean += value, squares += terms[1], dbias += gradient, products += terms[3];
    }
    for (LongSum& sum : sums) sum.normalize();
    mean /= m;
    spread = squares - mean * mean * m;
    along = products - dbias * mean;
    invstd = 1 / sqrt(Exact(spread / m + eps));
  }
};

TEST(LongChannel, OfABatchHoldsTheExactValues) {
  const Batch b;
  const LongChannel channel(b.sums[0], b.sums[1], b.sums[2], b.sums[3], b.m, b.eps);
  expect_within(channel.mean(), b.mean, 1);
  expect_within(channel.spread(), b.spread, 1e4);
  expect_within(channel.dbias(), b.dbias, 1e3);
  expect_within(channel.invstd(), b.invstd, 1);
  expect_within(channel.dweight(), b.along * b.invstd, 1e4);
  for (std::size_t i = 0; i < 100; ++i) {
    const double x = b.x[i], dy = b.dy[i];
    const Exact slope = b.along * b.invstd * b.invstd / b.m;
    expect_within(channel.y(x, 1.5, 0.25), (x - b.mean) * b.invstd * 1.5 + 0.25, 16);
    expect_within(channel.dx(dy, x, 1.5),
                  (dy - b.dbias / b.m - (x - b.mean) * slope) * b.invstd * 1.5, 16);
  }
}

TEST(LongChannel, OfAnEvaluationHoldsTheExactValues) {
  const Batch b;
  const double mean = 0.3, var = 2.7;
  const LongChannel channel(mean, var, b.sums[2], b.sums[3], b.eps);
  const Exact root = 1 / sqrt(Exact(var) + b.eps);
  expect_within(channel.dweight(), (b.along + b.dbias * (b.mean - mean)) * root, 1e4);
  for (std::size_t i = 0; i < 100; ++i) {
    expect_within(channel.y(b.x[i], -2, 1e-3), (Exact(b.x[i]) - mean) * root * -2 + 1e-3, 16);
    expect_within(channel.dx(b.dy[i], b.x[i], 3), Exact(b.dy[i]) * root * 3, 16);
  }
}

TEST(LongChannel, DecidesNearTiesOfRunningStatistics) {
  // With a tenth the value would be 1 + 1.5 * 2^-23, a tie; with 0.1 it lies 2^-78 beside it.
  const double momentum = 0.1, old = 1 + 0x1p-23, mean = 1 + 0x6p-23;
  const LongNear value = (LongNear(1) - momentum) * old + LongNear(momentum) * mean;
  const Exact exact = (1 - Exact(momentum)) * old + Exact(momentum) * mean;
  EXPECT_GT(exact, Exact(1 + 0x1.8p-23));
  EXPECT_LT(exact, Exact(1 + 0x1.8p-23) + 0x1p-77);
  EXPECT_EQ(agreed<float>(value.near()), std::nullopt);
  EXPECT_EQ(agreed_or<float>(value, [] { return 0.0f; }), 1 + 0x2p-23f);
}

}  // namespace
}  // namespace cpu
