#include "bncheck/host/leftovers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace bncheck::host {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Truly;

constexpr std::uint64_t kKey = 7;
constexpr std::size_t kCount = 24;

/// Calls body with a tensor of shape 2x3x4 that holds numbers, of every type and layout.
template <class Body>
void for_each_tensor(Body body) {
  Arena arena;
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    for (const Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::far}) {
      const Placed placed =
          arena.place(Slot::y, dtype, tensor_layout(layout, {2, 3, {4}}), Side::back);
      leave_numbers(placed, kKey);
      body(placed);
    }
  }
}

std::vector<double> values_of(const Placed& placed) {
  return gather(placed.dtype, placed.layout, placed.data);
}

TEST(Leftovers, AreNumbersWithoutPattern) {
  for_each_tensor([](const Placed& placed) {
    const std::vector<double> values = values_of(placed);
    EXPECT_THAT(values, Each(Truly([](double each) {
                  return std::abs(each) >= 0x1p-8 && std::abs(each) <= 0x1p8;
                })));
    EXPECT_EQ(std::set<double>(values.begin(), values.end()).size(), kCount);
    EXPECT_LT(*std::min_element(values.begin(), values.end()), 0);
    EXPECT_GT(*std::max_element(values.begin(), values.end()), 0);
  });
}

TEST(Leftovers, AreFoundWhereTheyAreLeft) {
  for_each_tensor([](const Placed& placed) {
    EXPECT_EQ(left_numbers(placed, kKey).size(), kCount);
    std::vector<double> values = values_of(placed);
    for (std::size_t i = 0; i < kCount; ++i) {
      if (i != 5 && i != 11) values[i] = -values[i];
    }
    scatter(values, placed.dtype, placed.layout, placed.data);
    EXPECT_THAT(left_numbers(placed, kKey), ElementsAre(5, 11));
  });
}

TEST(Leftovers, AreOthersUnderAnotherKey) {
  for_each_tensor(
      [](const Placed& placed) { EXPECT_THAT(left_numbers(placed, kKey + 1), IsEmpty()); });
}

}  // namespace
}  // namespace bncheck::host
