// Sums with a bound against sums without error, on every instruction set of this machine.
#include <gtest/gtest.h>

#include <random>

#include "cpu/dispatch.h"
#include "cpu/rounded/bounded_sums.h"
#include "cpu/rounded/exact_channel.h"

namespace cpu {
namespace {

std::vector<float> noise(std::size_t count, double mean, double spread, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(mean, spread);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(normal(random));
  return values;
}

/// What is hard to add: many magnitudes, an outlier, subnormals, integers, equal values.
std::vector<std::vector<float>> examples(std::size_t count) {
  std::vector<std::vector<float>> found = {
      noise(count, 0, 1, 1), noise(count, 1e6, 1, 2), noise(count, 0, 1e-20, 3),
      std::vector<float>(count, 0.1f), std::vector<float>(count, 0.0f)};
  found.push_back(noise(count, 0, 1, 4));
  found.back()[count / 2] = 0x1.8p100f;
  found.push_back(noise(count, 0, 1, 5));
  for (std::size_t i = 0; i < count; ++i) {
    found.back()[i] = std::ldexp(found.back()[i], static_cast<int>(i * 7 % 200) - 140);
  }
  found.push_back(noise(count, 0, 10, 6));
  for (float& value : found.back()) value = std::round(value);
  return found;
}

/// The distance of the sum from the exact one, in wide arithmetic.
double error(const SplitSum& sum, const Binary& exact) {
  return std::fabs(static_cast<double>(Wide(sum.high) + sum.low - exact.wide()));
}

void expect_bounded(const BoundedSums& sums, const ExactSum& exact) {
  EXPECT_LE(error(sums.value, exact.values()), sums.value_bound);
  EXPECT_LE(error(sums.product, exact.products()), sums.product_bound);
  const double size = std::fabs(static_cast<double>(exact.products().wide()));
  EXPECT_TRUE(sums.product_bound <= 0x1p-50 * size || size < 0x1p-290) << size;
}

class Sums : public testing::TestWithParam<Target> {
 protected:
  void SetUp() override { use(GetParam()); }
  void TearDown() override { use(targets().back()); }
};

TEST_P(Sums, AreWithinTheirBoundOfTheExactOnes) {
  for (const std::size_t count : {1, 7, 16, 17, 49, 1000, 4096}) {
    const std::vector<float> dy = noise(count, 0.5, 2, 9);
    for (const std::vector<float>& x : examples(count)) {
      ExactSum squares, products;
      for (std::size_t i = 0; i < count; ++i) {
        squares.add(x[i]);
        squares.add_product(x[i], x[i]);
        products.add(dy[i]);
        products.add_product(dy[i], x[i]);
      }
      const Extent extent = {1, static_cast<std::int64_t>(count)};
      const Rows<const float> values = {x.data(), 0};
      const BoundedSums of_squares = bounded_squares<float>(values, extent);
      expect_bounded(of_squares, squares);
      const BoundedSums of_dy =
          bounded_products<float>({dy.data(), 0}, values, extent, of_squares.exponent);
      EXPECT_LE(error(of_dy.value, products.values()), of_dy.value_bound);
      EXPECT_LE(error(of_dy.product, products.products()), of_dy.product_bound);
    }
  }
}

TEST_P(Sums, OfChannelsLastMemoryAreBoundedToo) {
  constexpr std::int64_t kPositions = 300;
  const std::vector<std::vector<float>> columns = examples(kPositions);
  ASSERT_EQ(columns.size(), static_cast<std::size_t>(kColumns));
  std::vector<float> x(kPositions * kColumns);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = columns[i % kColumns][i / kColumns];
  BoundedSums sums[kColumns];
  bounded_column_squares<float>({x.data(), 0, kColumns}, {1, kPositions}, 0, kColumns, sums);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    ExactSum exact;
    for (const float value : columns[c]) {
      exact.add(value);
      exact.add_product(value, value);
    }
    expect_bounded(sums[c], exact);
  }
}

TEST_P(Sums, KnowWhenTheyAreExact) {
  const std::vector<float> integers = examples(1000).back(), noisy = noise(1000, 0, 1, 1);
  const Extent extent = {1, 1000};
  EXPECT_EQ(bounded_squares<float>({integers.data(), 0}, extent).value_bound, 0);
  EXPECT_GT(bounded_squares<float>({noisy.data(), 0}, extent).product_bound, 0);
  std::vector<float> wide = integers;
  wide[3] = 0x1.234568p-60f;
  EXPECT_GT(bounded_squares<float>({wide.data(), 0}, extent).value_bound, 0);
}

TEST_P(Sums, OfWhatIsNotFiniteAreNotFinite) {
  for (const float hole : {NAN, -NAN, INFINITY, -INFINITY}) {
    std::vector<float> x = noise(100, 0, 1, 1);
    x[70] = hole;
    const BoundedSums sums = bounded_squares<float>({x.data(), 0}, {1, 100});
    LongSum values, products;
    sums.add_to(values, products);
    EXPECT_FALSE(std::isfinite(values.near().value));
    EXPECT_FALSE(std::isfinite(products.near().value));
  }
}

INSTANTIATE_TEST_SUITE_P(On, Sums, testing::ValuesIn(targets()),
                         [](const auto& target) { return std::string(cpu::name(target.param)); });

TEST(LongSum, ToldTooSmallABoundWouldBeCaught) {
  // Without the bound the sum of rests is wrong in its last bits.
  const std::vector<float> x = examples(4096)[6];
  const BoundedSums sums = bounded_squares<float>({x.data(), 0}, {1, 4096});
  ExactSum exact;
  for (const float value : x) exact.add_product(value, value);
  EXPECT_GT(error(sums.product, exact.products()), 0);
}

}  // namespace
}  // namespace cpu
