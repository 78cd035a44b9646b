#include "properties/summation_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace bncheck::properties {
namespace {

using Values = std::vector<float>;
using Sum = std::function<double(const Values&)>;

constexpr float kLarge = 0x1p28F;  // absorbs six ones in f32

SummationTree revealed(std::size_t values, const Sum& sum) {
  SummationTree tree(values);
  for (std::size_t j = 1; j < values; ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      Values mask(values, 1);
      mask[i] = kLarge;
      mask[j] = -kLarge;
      tree.note(i, j, sum(mask));
    }
  }
  return tree;
}

/// Returns the most additions that a number took part in.
std::optional<int> height(const SummationTree& tree, std::size_t values) {
  std::optional<int> most = 0;
  for (std::size_t place = 0; place < values && most; ++place) {
    const std::optional<int> additions = tree.additions(place);
    most = additions ? std::max(most, additions) : std::nullopt;
  }
  return most;
}

template <class Real>
double in_order(const Values& values) {
  Real sum = 0;
  for (float value : values) sum += value;
  return static_cast<double>(sum);
}

float pairwise(const Values& values, std::size_t first, std::size_t count) {
  if (count == 1) return values[first];
  const std::size_t half = count / 2;
  return pairwise(values, first, half) + pairwise(values, first + half, count - half);
}

/// Two lanes, whose sums are added by `last`.
double two_lanes(const Values& values) {
  float lanes[2] = {0, 0};
  for (std::size_t i = 0; i < values.size(); ++i) lanes[i % 2] += values[i];
  return static_cast<double>(lanes[0] + lanes[1]);
}

/// Four lanes of f32, whose sums are added in double.
double lanes_then_double(const Values& values) {
  float lanes[4] = {0, 0, 0, 0};
  for (std::size_t i = 0; i < values.size(); ++i) lanes[i % 4] += values[i];
  return double{lanes[0]} + double{lanes[1]} + double{lanes[2]} + double{lanes[3]};
}

double compensated(const Values& values) {
  volatile float sum = 0, lost = 0;
  for (float value : values) {
    const float next = sum + value;
    const float back = next - sum;
    lost = lost + ((sum - (next - back)) + (value - back));
    sum = next;
  }
  return static_cast<double>(sum + lost);
}

TEST(SummationTree, FindsTheHeightOfAChain) {
  for (std::size_t m : {3u, 5u, 8u}) {
    const SummationTree tree = revealed(m, in_order<float>);
    EXPECT_EQ(height(tree, m), static_cast<int>(m - 1));
    EXPECT_EQ(tree.additions(0), static_cast<int>(m - 1));
    EXPECT_EQ(tree.additions(m - 1), 1);
  }
}

TEST(SummationTree, FindsTheHeightOfATree) {
  const auto in_pairs = [](const Values& v) { return double{pairwise(v, 0, v.size())}; };
  const auto height_of = [&](std::size_t m) { return height(revealed(m, in_pairs), m); };
  EXPECT_EQ(height_of(3), 2);
  EXPECT_EQ(height_of(4), 2);
  EXPECT_EQ(height_of(7), 3);
  EXPECT_EQ(height_of(8), 3);
}

TEST(SummationTree, FindsTheHeightOfLanes) { EXPECT_EQ(height(revealed(8, two_lanes), 8), 4); }

TEST(SummationTree, SeesThatNothingIsLost) {
  EXPECT_TRUE(revealed(8, in_order<double>).lost_nothing());
  EXPECT_TRUE(revealed(8, compensated).lost_nothing());
  EXPECT_FALSE(revealed(8, in_order<float>).lost_nothing());
}

TEST(SummationTree, FindsNoTreeWhereASumIsPartlyWide) {
  const SummationTree tree = revealed(8, lanes_then_double);
  EXPECT_FALSE(tree.lost_nothing());
  EXPECT_FALSE(height(tree, 8).has_value());
}

TEST(SummationTree, TellsOfAPlaceWhoseMasksAreKnown) {
  SummationTree tree(8);
  for (std::size_t other = 1; other < 8; ++other) {
    Values mask(8, 1);
    mask[0] = kLarge;
    mask[other] = -kLarge;
    tree.note(0, other, two_lanes(mask));
  }
  EXPECT_EQ(tree.additions(0), 4);
}

TEST(SummationTree, FindsNoTreeWhereTheOrderChanges) {
  int calls = 0;
  const auto sum = [&](const Values& values) {
    return ++calls % 2 == 0 ? in_order<float>(values)
                            : in_order<float>({values.rbegin(), values.rend()});
  };
  EXPECT_FALSE(height(revealed(8, sum), 8).has_value());
}

}  // namespace
}  // namespace bncheck::properties
