#include "bncheck/host/arena.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>

namespace bncheck::host {
namespace {

Strided flat(std::int64_t size) { return {{size}, {1}}; }

TEST(Arena, PlacesAgainstEitherEnd) {
  Arena arena;
  const Placed front = arena.place(Slot::x, DType::f32, flat(3), Side::front);
  EXPECT_EQ(front.data, front.begin);
  const Placed back = arena.place(Slot::x, DType::f32, flat(3), Side::back);
  EXPECT_EQ(back.data + 12, back.end);
}

TEST(Arena, StartsWhereItIsAskedTo) {
  Arena arena;
  for (const Side side : {Side::front, Side::back}) {
    for (const std::int64_t start : {1, 3, 63}) {
      const Placed placed = arena.place(Slot::x, DType::f64, {{100}, {1}, start}, side);
      const std::int64_t alignment = kAlignment * 8;
      EXPECT_EQ(reinterpret_cast<std::intptr_t>(placed.data) % alignment, start * 8);
      EXPECT_GE(placed.data, placed.begin);
      EXPECT_LE(placed.data + placed.byte_size(), placed.end);
      const std::ptrdiff_t away =
          side == Side::front ? placed.data - placed.begin : placed.end - placed.data - 800;
      EXPECT_LT(away, alignment);
    }
  }
}

TEST(Arena, KeepsAWindowUntilItIsTooSmall) {
  Arena arena;
  const Window& window = arena.control().windows[index_of(Slot::y)];
  arena.place(Slot::y, DType::f64, flat(10), Side::front);
  const Window first = window;
  arena.place(Slot::y, DType::f64, flat(20), Side::front);
  EXPECT_EQ(window.offset, first.offset);
  const Placed large = arena.place(Slot::y, DType::f64, flat(100000), Side::back);
  EXPECT_NE(window.offset, first.offset);
  EXPECT_GE(window.size, large.byte_size());
  arena.place(Slot::y, DType::f64, flat(1), Side::front);
  EXPECT_GE(window.size, large.byte_size());
}

TEST(Arena, DescribesTensorsInTheControlBlock) {
  Arena arena;
  const Strided layout = tensor_layout(Layout::nhwc, {2, 3, {4}});
  const Placed placed = arena.place(Slot::dx, DType::bf16, layout, Side::back);
  const ControlBlock& control = arena.control();
  const TensorRecord& record = control.tensors[index_of(Slot::dx)];
  EXPECT_EQ(record.present, 1);
  EXPECT_EQ(record.ndim, 3);
  EXPECT_EQ(record.dtype, BN_BF16);
  EXPECT_EQ(record.strides[1], 1);
  EXPECT_EQ(record.shape[2], 4);
  const Window& window = control.windows[index_of(Slot::dx)];
  EXPECT_EQ(record.offset + placed.byte_size(), window.offset + window.size);
  arena.clear();
  EXPECT_EQ(record.present, 0);
}

TEST(Arena, CannotBeTruncatedByWhoSharesIt) {
  Arena arena;
  const Placed placed = arena.place(Slot::x, DType::f32, flat(3), Side::back);
  for (const off_t size : {off_t{0}, off_t{1}, static_cast<off_t>(kControlSize)}) {
    EXPECT_EQ(ftruncate(arena.file(), size), -1);
    EXPECT_EQ(errno, EPERM);
  }
  *placed.data = std::byte{1};  // a page that is gone would end this process
  EXPECT_NE(arena.place(Slot::y, DType::f64, flat(100000), Side::back).data, nullptr);
}

TEST(Arena, GivesAnEmptyTensorAnAddress) {
  Arena arena;
  for (Side side : {Side::front, Side::back}) {
    EXPECT_NE(arena.place(Slot::x, DType::f32, flat(0), side).data, nullptr);
  }
}

}  // namespace
}  // namespace bncheck::host
