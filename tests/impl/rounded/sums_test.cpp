// Sums with a bound against sums without error, on every instruction set of this machine.
#include <gtest/gtest.h>

#include <random>

#include "cpu/dispatch.h"
#include "cpu/rounded/bounded_sums.h"
#include "cpu/rounded/exact_channel.h"
#include "cpu/rounded/quick_sums.h"
#include "tests/impl/rounded/exact_number.h"

namespace cpu {
namespace {

using Exact = ExactNumber<1000>;

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

/// The distance of the sum from the exact one.
double error(const SplitSum& sum, const Binary& exact) {
  return std::fabs((Binary(sum.high) + sum.low - exact).leading().high);
}

void expect_bounded(const BoundedSums& sums, const ExactSum& exact) {
  EXPECT_LE(error(sums.value, exact.values()), sums.value_bound);
  EXPECT_LE(error(sums.product, exact.products()), sums.product_bound);
  const double size = std::fabs(exact.products().leading().high);
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

/// The distance of a long sum from the exact one.
double error(const LongSum& sum, const Exact& exact) {
  return std::fabs(static_cast<double>(Exact(sum.high()) + sum.low() - exact));
}

struct QuickCase {
  std::vector<float> x, dy;
  double pivot;
};

/// Sums of x - pivot, its squares, dy and dy * (x - pivot), in exact numbers.
struct WideSums {
  Exact x = 0, xx = 0, dy = 0, dy_x = 0;

  explicit WideSums(const QuickCase& from) {
    for (std::size_t i = 0; i < from.x.size(); ++i) {
      const Exact centered = Exact(from.x[i]) - from.pivot;
      x += centered;
      xx += centered * centered;
      dy += from.dy[i];
      dy_x += from.dy[i] * centered;
    }
  }
};

void expect_bounded(const QuickCase& example, const QuickTotal& of_x, const QuickTotal& of_dy) {
  const WideSums exact(example);
  const auto count = static_cast<double>(example.x.size());
  const LongSum xx = of_x.products(count, of_x.product(), of_x.product());
  EXPECT_LE(error(of_x.values(count, of_x.product()), exact.x),
            of_x.values(count, of_x.product()).radius());
  EXPECT_LE(error(xx, exact.xx), xx.radius());
  EXPECT_LE(xx.radius(), 8 * kUnit * of_x.product() + kUnderflow);
  const LongSum dy = of_dy.values(count, of_dy.squares());
  const LongSum dy_x = of_dy.products(count, of_dy.squares(), of_x.product());
  EXPECT_LE(error(dy, exact.dy), dy.radius());
  EXPECT_LE(error(dy_x, exact.dy_x), dy_x.radius());
}

TEST_P(Sums, MadeQuicklyAreBoundedByTheSquares) {
  const auto& kernels = certified_kernels<float>();
  for (const std::size_t count : {1, 7, 8, 15, 49, 64, 113, 1000}) {
    for (const std::vector<float>& x : examples(count)) {
      const QuickCase example = {x, noise(count, 0.5, 2, 9), x[count / 3]};
      QuickLaneSums of_x, of_dy;
      // In two parts, as blocks follow each other.
      const auto first = static_cast<std::int64_t>(count / 2),
                 rest = static_cast<std::int64_t>(count) - first;
      for (const auto& [from, length] :
           {std::pair<std::int64_t, std::int64_t>{0, first}, {first, rest}}) {
        const Rows<const float> values = {x.data() + from, 0}, dy = {example.dy.data() + from, 0};
        kernels.quick_squares(values, {1, length}, example.pivot, of_x);
        kernels.quick_products(dy, values, {1, length}, example.pivot, of_dy);
      }
      expect_bounded(example, QuickTotal(of_x), QuickTotal(of_dy));
    }
  }
}

TEST_P(Sums, OfChannelsLastMemoryAreBoundedToo) {
  constexpr std::int64_t kPositions = 301;
  const std::vector<std::vector<float>> columns = examples(kPositions);
  ASSERT_EQ(columns.size(), static_cast<std::size_t>(kColumns));
  std::vector<float> x(kPositions * kColumns), dy = noise(x.size(), 0.5, 2, 9);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = columns[i % kColumns][i / kColumns];
  QuickSums of_x[kColumns], of_dy[kColumns];
  const Columns<const float> values = {x.data(), 0, kColumns}, gradients = {dy.data(), 0, kColumns};
  const std::vector<double> pivots(x.begin(), x.begin() + kColumns);
  const auto& kernels = certified_kernels<float>();
  kernels.column_squares(values, {1, kPositions}, kColumns, pivots.data(), of_x);
  kernels.column_products(gradients, values, {1, kPositions}, kColumns, pivots.data(), of_dy);
  for (std::size_t c = 0; c < kColumns; ++c) {
    QuickCase example = {columns[c], {}, pivots[c]};
    for (std::int64_t i = 0; i < kPositions; ++i)
      example.dy.push_back(dy[static_cast<std::size_t>(i) * kColumns + c]);
    QuickTotal total_x, total_dy;
    total_x.add(of_x[c]);
    total_dy.add(of_dy[c]);
    expect_bounded(example, total_x, total_dy);
  }
}

TEST_P(Sums, MadeQuicklyErr) {
  // Without the bounds the sums are wrong in their last bits; those of equal values are not.
  const QuickCase noisy = {examples(1000)[6], noise(1000, 0.5, 2, 9), 0.1};
  QuickLaneSums of_x, of_equal;
  certified_kernels<float>().quick_squares({noisy.x.data(), 0}, {1, 1000}, noisy.pivot, of_x);
  const QuickTotal total(of_x);
  EXPECT_GT(error(total.products(1000, total.product(), total.product()), WideSums(noisy).xx), 0);
  const std::vector<float> equal(1000, 0.1f);
  certified_kernels<float>().quick_squares({equal.data(), 0}, {1, 1000}, equal[0], of_equal);
  EXPECT_EQ(QuickTotal(of_equal).values(1000, QuickTotal(of_equal).product()).radius(), 0);
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
