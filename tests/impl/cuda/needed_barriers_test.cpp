// Every barrier of the kernels is needed, and missed: without it an answer changes, or the machine
// finds a fault.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/batch.h"
#include "tests/impl/cuda/idle_barriers.h"

namespace cuda {
namespace {

constexpr std::uint32_t kPiece = 32;
constexpr BatchShape kShape = {6, 24, 112};

/// A block alone, a cluster, teams of a grid, and passes; the last ones have so much shared memory.
std::vector<Machine> machines(std::size_t shared_bytes) {
  return {{1, 64, 1, 1 << 20, kPiece},
          {96, 64, 4, 1 << 20, kPiece},
          {12, 64, 1, shared_bytes, kPiece},
          {1, 64, 1, shared_bytes, kPiece}};
}

Answer forward_answer(bn_mode mode, Order order) {
  return [=](HastyLauncher& launcher) {
    return forward<float>(kShape, {order, 0, 1}, mode, launcher);
  };
}
Answer backward_answer(bn_mode mode, Order order) {
  return [=](HastyLauncher& launcher) {
    return backward<float>(kShape, {order, 0, 1}, mode, launcher);
  };
}

TEST(Barriers, OfForwardAreAllNeeded) {
  EXPECT_THAT(idle_barriers(machines(2 << 10), {forward_answer(BN_TRAINING, Order::channels_first),
                                                forward_answer(BN_EVAL, Order::channels_first)}),
              testing::IsEmpty());
  EXPECT_THAT(idle_barriers(machines(6 << 10), {forward_answer(BN_TRAINING, Order::channels_last),
                                                forward_answer(BN_EVAL, Order::channels_first)}),
              testing::IsEmpty());
}

TEST(Barriers, OfBackwardAreAllNeeded) {
  EXPECT_THAT(idle_barriers(machines(3 << 10), {backward_answer(BN_TRAINING, Order::channels_first),
                                                backward_answer(BN_EVAL, Order::channels_first)}),
              testing::IsEmpty());
}

}  // namespace
}  // namespace cuda
