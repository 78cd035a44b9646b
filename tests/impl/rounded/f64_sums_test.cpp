// Sums of doubles with a bound against sums without error, on every instruction set of this
// machine.
#include "cpu/rounded/f64_sums.h"

#include <gtest/gtest.h>

#include <random>

#include "cpu/dispatch.h"
#include "cpu/rounded/surd.h"

namespace cpu {
namespace {

using Values = std::vector<double>;

Values noise(std::size_t count, double mean, double spread, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(mean, spread);
  Values values(count);
  for (double& value : values) value = normal(random);
  return values;
}

/// What is hard to add: many magnitudes, an outlier, squares that underflow, equal values.
std::vector<Values> examples(std::size_t count) {
  std::vector<Values> found = {noise(count, 0, 1, 1),      noise(count, 1e12, 1, 2),
                               noise(count, 0, 1e-150, 3), noise(count, 0, 1e-161, 4),
                               noise(count, 0, 1e-300, 5), noise(count, -7, 1e140, 6),
                               Values(count, 0.1),         Values(count, 0.0)};
  found.push_back(noise(count, 0, 1, 7));
  found.back()[count / 2] = 0x1.8p300;
  found.push_back(noise(count, 0, 1, 8));
  for (std::size_t i = 0; i < count; ++i) {
    found.back()[i] = std::ldexp(found.back()[i], static_cast<int>(i * 7 % 500) - 250);
  }
  return found;
}

Binary magnitude(const Binary& a) { return a.sign() < 0 ? Binary() - a : a; }
Binary error(const SplitSum& sum, const Binary& exact) {
  return magnitude(Binary(sum.high) + sum.low - exact);
}
bool is_within(const Binary& error, double bound) { return (error - Binary(bound)).sign() <= 0; }

/// sum(a - center of a), and with b - center of b.
struct Exact {
  Binary values, products;

  Exact(const Values& a, double center_a, const Values& b, double center_b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      const Binary d = Binary(a[i]) - center_a;
      values = values + d;
      products = products + d * (Binary(b[i]) - center_b);
    }
  }
};

DoubleSums sums_of(const Values& a, double center) {
  const auto count = static_cast<std::int64_t>(a.size());
  return {double_kernels().squares(a.data(), count, center), count};
}
DoubleSums sums_of(const Values& a, double center_a, const Values& b, double center_b) {
  const auto count = static_cast<std::int64_t>(a.size());
  return {double_kernels().products(a.data(), center_a, b.data(), center_b, count), count,
          sums_of(b, center_b).squares};
}

void expect_bounded(const DoubleSums& sums, const Exact& exact) {
  EXPECT_TRUE(is_within(error(sums.value, exact.values), sums.value_bound));
  EXPECT_TRUE(is_within(error(sums.product, exact.products), sums.product_bound));
}

class DoubleSumsOn : public testing::TestWithParam<Target> {
 protected:
  void SetUp() override { use(GetParam()); }
  void TearDown() override { use(targets().back()); }
};

TEST_P(DoubleSumsOn, AreWithinTheirBoundOfTheExactOnes) {
  for (const std::size_t count : {1, 2, 7, 8, 17, 49, 2048}) {
    const Values dy = noise(count, 1e3, 2, 9);
    for (const Values& x : examples(count)) {
      for (const double center : {0.0, x[0], x[0] / 3}) {
        expect_bounded(sums_of(x, center), Exact(x, center, x, center));
        const double dy_center = center == 0 ? 0 : center == x[0] ? dy[0] : dy[0] / 3;
        expect_bounded(sums_of(dy, dy_center, x, center), Exact(dy, dy_center, x, center));
      }
    }
  }
}

TEST_P(DoubleSumsOn, OfChannelsLastMemoryAreBoundedToo) {
  constexpr std::size_t kChannels = 2 * kColumns, kPositions = 300;
  const std::vector<Values> columns = examples(kPositions);
  const auto column = [&](std::size_t c) -> const Values& { return columns[c % columns.size()]; };
  Values x, dy = noise(kPositions * kChannels, 1e3, 2, 9), x_centers, dy_centers;
  for (std::size_t i = 0; i < kPositions * kChannels; ++i) {
    x.push_back(column(i % kChannels)[i / kChannels]);
  }
  for (std::size_t c = 0; c < kChannels; ++c) {
    x_centers.push_back(c % 3 == 0 ? 0 : x[c]);
    dy_centers.push_back(c % 2 == 0 ? 0 : dy[c]);
  }
  const Columns<const double> of_x = {x.data(), 0, kChannels}, of_dy = {dy.data(), 0, kChannels};
  DoubleBlock squares[kChannels], products[kChannels];
  double_kernels().column_squares(of_x, {1, kPositions}, kChannels, x_centers.data(), squares);
  double_kernels().column_products(of_dy, dy_centers.data(), of_x, x_centers.data(),
                                   {1, kPositions}, kChannels, products);
  for (std::size_t c = 0; c < kChannels; ++c) {
    Values gradient;
    for (std::size_t i = 0; i < kPositions; ++i) gradient.push_back(dy[i * kChannels + c]);
    const DoubleSums sums(squares[c], kPositions);
    expect_bounded(sums, Exact(column(c), x_centers[c], column(c), x_centers[c]));
    EXPECT_EQ(sums.varies, sums_of(column(c), x_centers[c]).varies);
    expect_bounded(DoubleSums(products[c], kPositions, sums.squares),
                   Exact(gradient, dy_centers[c], column(c), x_centers[c]));
  }
}

TEST_P(DoubleSumsOn, HaveABoundThatIsOfUse) {
  const Values x = noise(2048, 1e12, 1, 2);
  const DoubleSums centered = sums_of(x, x[0]), plain = sums_of(x, 0);
  EXPECT_LT(centered.product_bound, 0x1p-80 * centered.product.high);
  EXPECT_LT(plain.product_bound, 0x1p-80 * plain.product.high);
  EXPECT_LT(plain.value_bound, 0x1p-80 * plain.value.high);
}

TEST_P(DoubleSumsOn, AreNotSoGoodWithoutTheLowWord) {
  const Values x = noise(2048, 0, 1, 1);
  DoubleSums sums = sums_of(x, 0);
  sums.product.low = 0;
  const Exact exact(x, 0, x, 0);
  EXPECT_FALSE(is_within(error(sums.product, exact.products), sums.product_bound));
}

TEST_P(DoubleSumsOn, KnowWhenTheyAreExact) {
  Values whole = noise(1000, 0, 100, 6);
  for (double& value : whole) value = std::round(value);
  EXPECT_EQ(sums_of(whole, 0).value_bound, 0);
  EXPECT_LT(sums_of(whole, 0).product_bound, 0x1p-1040);
  EXPECT_GT(sums_of(noise(1000, 0, 1, 1), 0).value_bound, 0);
  // 2 d e, rounded, takes what the square of d left: that of e, and what rounding took, remain.
  const double d = 1 - 0x1p-30, e = 0x1p-61 / d;
  EXPECT_GT(sums_of({e}, d).product_bound, 0x1p-106);
}

TEST_P(DoubleSumsOn, KnowWhatIsConstant) {
  const DoubleSums constant = sums_of(Values(77, 0.1), 0.1);
  EXPECT_FALSE(constant.varies);
  EXPECT_EQ(constant.value.high, 0);
  EXPECT_EQ(constant.product_bound, 0);
  Values nearly(77, 0.1);
  nearly[76] = std::nextafter(0.1, 1);
  EXPECT_TRUE(sums_of(nearly, 0.1).varies);
  const DoubleSums along = sums_of(nearly, 0.1, Values(77, 3), 3);
  EXPECT_TRUE(along.varies);
  EXPECT_EQ(along.product_bound, 0);
}

TEST_P(DoubleSumsOn, OfWhatIsTooLargeOrNotFiniteAreNotFinite) {
  for (const double hole : {std::nan(""), std::numeric_limits<double>::infinity(), -0x1p600}) {
    Values x = noise(100, 0, 1, 1);
    x[70] = hole;
    const DoubleSums sums = sums_of(x, 0);
    EXPECT_FALSE(std::isfinite(sums.product.high) && std::isfinite(sums.product.low));
    EXPECT_TRUE(sums.varies);
  }
}

INSTANTIATE_TEST_SUITE_P(On, DoubleSumsOn, testing::ValuesIn(targets()),
                         [](const auto& target) { return std::string(name(target.param)); });

TEST(DoubleNumber, LosesNothingToAProductWithZero) {
  EXPECT_EQ(times(0, {3, 0, 1}).radius, 0);
  EXPECT_GT(times(2, {3, 0, 1}).radius, 1);
}

TEST(DoubleNumber, IsRoundedWhereTheIntervalAgrees) {
  EXPECT_EQ(agreed_double({1, 0x1p-55, 0x1p-60}), 1);
  EXPECT_EQ(agreed_double({1, 0x1p-53 - 0x1p-80, 0x1p-90}), 1);
  EXPECT_EQ(agreed_double({1, 0x1p-53 - 0x1p-80, 0x1p-79}), std::nullopt);
  EXPECT_EQ(agreed_double({3, 0x1p-52, 0}), 3);  // a tie: the even one is known to be the nearest
  EXPECT_EQ(agreed_double({1, 0, std::nan("")}), std::nullopt);
  EXPECT_EQ(agreed_double({INFINITY, 0, 0}), std::nullopt);
}

}  // namespace
}  // namespace cpu
