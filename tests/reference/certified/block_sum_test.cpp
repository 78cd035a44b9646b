#include "reference/certified/block_sum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace bncheck::reference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kLengths[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1023, kBlock};

bool equal(const ExactSum& a, const ExactSum& b) { return (a.value() - b.value()).sign() == 0; }

bool equal(const ChannelSums& a, const ChannelSums& b) {
  return equal(a.x, b.x) && equal(a.xx, b.xx) && equal(a.dy, b.dy) && equal(a.dy_x, b.dy_x);
}

/// Adds term by term.
void add_singly(const std::vector<double>& x, const std::vector<double>& dy, ChannelSums& sums) {
  for (std::size_t j = 0; j < x.size(); ++j) {
    sums.x.add(x[j]);
    sums.xx.add_product(x[j], x[j]);
    sums.dy.add(dy[j]);
    sums.dy_x.add_product(dy[j], x[j]);
  }
}

/// Adds the block in both forms.
bool add_blocks(const std::vector<double>& x, const std::vector<double>& dy, ChannelSums& sums) {
  return add_block(x.data(), x.size(), sums) && add_block(x.data(), dy.data(), x.size(), sums);
}

/// Draws values whose exponents lie in a range, rounded to floats or not.
class Values {
 public:
  Values(int low, int high, bool floats) : low_(low), high_(high), floats_(floats) {}

  std::vector<double> operator()(std::size_t n) {
    std::vector<double> values;
    for (std::size_t j = 0; j < n; ++j) values.push_back(next());
    return values;
  }

 private:
  double next() {
    const int exponent = std::uniform_int_distribution<int>(low_, high_)(random_);
    if (random_() % 8 == 0) return 0;
    const double fraction = std::uniform_real_distribution<double>(-1, 1)(random_);
    const double value = std::ldexp(fraction, exponent);
    return floats_ ? static_cast<double>(static_cast<float>(value)) : value;
  }

  std::mt19937_64 random_{7};
  int low_;
  int high_;
  bool floats_;
};

void expect_equal_sums(Values values) {
  ChannelSums blocks;
  ChannelSums truth;
  for (const std::size_t n : kLengths) {
    const std::vector<double> x = values(n);
    const std::vector<double> dy = values(n);
    ASSERT_TRUE(add_blocks(x, dy, blocks)) << n;
    add_singly(x, dy, truth);
    ASSERT_TRUE(equal(blocks, truth)) << n;
  }
}

TEST(BlockSum, EqualsTheSumTermByTermOnFloatsOfSimilarSize) {
  for (const int exponent : {-149, -140, -126, -60, 0, 50, 120, 125}) {
    expect_equal_sums({exponent, exponent + 3, true});
  }
}

TEST(BlockSum, EqualsTheSumTermByTermOnFloatsOfAllSizes) {
  for (const int width : {20, 40, 60, 80, 120, 277}) expect_equal_sums({-149, width - 149, true});
}

TEST(BlockSum, EqualsTheSumTermByTermOnDoubles) {
  expect_equal_sums({0, 3, false});
  expect_equal_sums({-1074, -1070, false});
  expect_equal_sums({1020, 1024, false});
  expect_equal_sums({-1074, 1024, false});
}

TEST(BlockSum, EqualsTheSumTermByTermOnTheLargestFloats) {
  const std::vector<double> x(kBlock, std::numeric_limits<float>::max());
  const std::vector<double> dy(kBlock, -std::numeric_limits<float>::max());
  ChannelSums blocks;
  ChannelSums truth;
  ASSERT_TRUE(add_blocks(x, dy, blocks));
  add_singly(x, dy, truth);
  EXPECT_TRUE(equal(blocks, truth));
}

/// Returns whether a block's sums are exact where the slices end: its last value has its last bit
/// `depth` bits below the first value.
bool is_exact_at(int depth, bool gradient) {
  const double small = std::ldexp(1.0, -depth);
  const std::vector<double> large_first = {1, small, -1, small};
  const std::vector<double> ones(4, 1);
  const std::vector<double>& x = gradient ? ones : large_first;
  const std::vector<double>& dy = gradient ? large_first : ones;
  ChannelSums blocks;
  ChannelSums truth;
  const bool added = add_blocks(x, dy, blocks);
  add_singly(x, dy, truth);
  return added && equal(blocks, truth);
}

// Two slices of values reach 80 bits down, three of products 121: beyond, the block falls back.
TEST(BlockSum, IsExactWhereverTheSlicesEnd) {
  for (int depth = 1; depth <= 149; ++depth) {
    EXPECT_TRUE(is_exact_at(depth, false)) << depth;
    EXPECT_TRUE(is_exact_at(depth, true)) << depth;
  }
}

/// Lets the tests see which path a block took.
struct Opened : ExactSum {
  /// Returns how many terms were added: one a slice, or one a value.
  static std::int64_t terms(const ExactSum& sum) { return sum.*(&Opened::waiting_); }
};

/// Returns whether the sums of x and of its squares came from slices, and those of dy.
std::pair<bool, bool> sliced(const std::vector<double>& x, const std::vector<double>& dy) {
  ChannelSums sums;
  EXPECT_TRUE(add_blocks(x, dy, sums));
  const auto values = static_cast<std::int64_t>(x.size());
  const auto few = [&](const ExactSum& sum) { return Opened::terms(sum) < values; };
  EXPECT_EQ(few(sums.x), few(sums.xx));
  EXPECT_EQ(few(sums.dy), few(sums.dy_x));
  return {few(sums.x), few(sums.dy)};
}

TEST(BlockSum, TakesTheFastPathWhereTheSlicesHoldEveryBit) {
  const auto block = [](double last) {
    std::vector<double> values(100, 1);
    values.back() = last;
    return values;
  };
  using Paths = std::pair<bool, bool>;
  EXPECT_EQ(sliced(block(3), block(0x1.fffffep20)), Paths(true, true));
  EXPECT_EQ(sliced(block(0x1p-149), block(1)), Paths(false, false));
  EXPECT_EQ(sliced(block(1), block(0x1p-149)), Paths(true, false));
  // 2^E = 2: two slices end at 2^(E-81), three of products at 2^(2E-122).
  EXPECT_EQ(sliced(block(1), block(0x1p-80)), Paths(true, true));
  EXPECT_EQ(sliced(block(1), block(0x1p-81)), Paths(true, false));
  EXPECT_EQ(sliced(block(0x1p-60), block(1)), Paths(true, true));
  EXPECT_EQ(sliced(block(0x1p-61), block(1)), Paths(false, true));
  EXPECT_EQ(sliced(block(0.1), block(1)), Paths(false, false));
  EXPECT_EQ(sliced(block(1), block(0.1)), Paths(true, false));
  const std::vector<double> tiny(100, 0x1p-149);
  EXPECT_EQ(sliced(tiny, tiny), Paths(true, true));
  const std::vector<double> largest(100, std::numeric_limits<float>::max());
  EXPECT_EQ(sliced(largest, largest), Paths(true, true));
  EXPECT_EQ(sliced(std::vector<double>(100), block(1)), Paths(true, true));
}

TEST(BlockSum, RefusesAnInfinityOrANanAndAddsNothing) {
  ChannelSums sums;
  ASSERT_TRUE(add_blocks({1.5, 2}, {3, 4}, sums));
  const ChannelSums before = sums;
  for (const double bad : {kInfinity, -kInfinity, std::nan("")}) {
    for (const std::size_t n : {1, 4, 7}) {
      const std::vector<double> ones(n, 1);
      std::vector<double> values = ones;
      values.back() = bad;
      EXPECT_FALSE(add_block(values.data(), n, sums));
      EXPECT_FALSE(add_block(ones.data(), values.data(), n, sums));
      EXPECT_TRUE(equal(sums, before));
      EXPECT_FALSE(all_finite(values.data(), n));
      EXPECT_TRUE(all_finite(ones.data(), n));
    }
  }
}

TEST(BlockSum, MergesChannels) {
  const std::vector<double> x = {1, 2, 4};
  const std::vector<double> dy = {3, 5, 7};
  ChannelSums left;
  ChannelSums right;
  ChannelSums truth;
  ASSERT_TRUE(add_blocks(x, dy, left));
  ASSERT_TRUE(add_blocks(dy, x, right));
  left.merge(right);
  add_singly(x, dy, truth);
  EXPECT_FALSE(equal(left, truth));
  add_singly(dy, x, truth);
  EXPECT_TRUE(equal(left, truth));
}

}  // namespace
}  // namespace bncheck::reference
