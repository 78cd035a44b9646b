#include "bncheck/host/canary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace bncheck::host {
namespace {

constexpr DType kDTypes[] = {DType::f16, DType::bf16, DType::f32, DType::f64};

/// Places y of shape 2x3x4, all marked.
Placed marked(Arena& arena, DType dtype, Layout layout, Side side) {
  const Placed placed = arena.place(Slot::y, dtype, tensor_layout(layout, {2, 3, {4}}), side);
  mark_surroundings(placed, Mark::output_gap);
  mark_elements(placed, Mark::first);
  return placed;
}

/// Calls body with a marked tensor of every type, layout and side.
template <class Body>
void for_each_tensor(Body body) {
  Arena arena;
  for (DType dtype : kDTypes) {
    for (Layout layout :
         {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted, Layout::far}) {
      for (Side side : {Side::front, Side::back}) body(marked(arena, dtype, layout, side));
    }
  }
}

TEST(Canary, FindsNoDamageWhereThereIsNone) {
  for_each_tensor([](const Placed& placed) {
    scatter(std::vector<double>(24, 1.0), placed.dtype, placed.layout, placed.data);
    EXPECT_EQ(find_damage(placed, Mark::output_gap), Damage::none);
    EXPECT_TRUE(marked_elements(placed, Mark::first).empty());
  });
}

TEST(Canary, FindsOneChangedByteOnEitherSide) {
  for_each_tensor([](const Placed& placed) {
    if (placed.data == placed.begin) {
      placed.data[placed.byte_size()] ^= std::byte{1};
      EXPECT_EQ(find_damage(placed, Mark::output_gap), Damage::after);
    } else {
      placed.data[-1] ^= std::byte{1};
      EXPECT_EQ(find_damage(placed, Mark::output_gap), Damage::before);
    }
  });
}

TEST(Canary, FindsOneChangedByteInAGap) {
  Arena arena;
  for (DType dtype : kDTypes) {
    const Placed placed = marked(arena, dtype, Layout::strided, Side::back);
    placed.data[3 * placed.element_size()] ^= std::byte{1};
    EXPECT_EQ(find_damage(placed, Mark::output_gap), Damage::gaps);
  }
}

TEST(Canary, FindsEveryElementThatWasNotWritten) {
  for_each_tensor([](const Placed& placed) {
    EXPECT_EQ(marked_elements(placed, Mark::first).size(), 24U);
    EXPECT_TRUE(marked_elements(placed, Mark::second).empty());
    const std::size_t offset = static_cast<std::size_t>(placed.layout.offsets()[5]);
    store(placed.dtype, placed.data + offset * placed.element_size(), 0.5);
    const std::vector<std::size_t> left = marked_elements(placed, Mark::first);
    EXPECT_EQ(left.size(), 23U);
    EXPECT_EQ(std::count(left.begin(), left.end(), 5U), 0);
  });
}

TEST(Canary, MarksWithNaNs) {
  for_each_tensor([](const Placed& placed) {
    for (double value : gather(placed.dtype, placed.layout, placed.data)) {
      EXPECT_TRUE(std::isnan(value));
    }
    EXPECT_NE(marked_elements(placed, Mark::first), marked_elements(placed, Mark::output_gap));
  });
}

}  // namespace
}  // namespace bncheck::host
