// Tensors and machines at the limits of what kernels number with 32 bits, and below them.
#include <gtest/gtest.h>

#include <vector>

#include "tests/impl/cuda/batch.h"

namespace cuda {
namespace {

/// A tensor without memory, which nobody reads.
struct Unread {
  std::vector<std::int64_t> shape, strides;

  bn_tensor view() {
    static double nothing = 0;
    return {&nothing, shape.data(), strides.data(), static_cast<std::int32_t>(shape.size()),
            BN_F64};
  }
};

TEST(Limits, OfAxesThatAreNotJoined) {
  for (const std::int64_t length : {std::int64_t{1} << 31, std::int64_t{1} << 32}) {
    Unread rows = {{1, 1, 2, length}, {4 * length, 4 * length, 2 * length, 1}};
    EXPECT_FALSE(geometry_of(rows.view()).has_value()) << length;
  }
  Unread rows = {{1, 1, 2, 1 << 29}, {0, 0, 1LL << 31, 1}};
  EXPECT_EQ(geometry_of(rows.view()).value().axes, 2);
}

/// Grids have fewer than 2^31 blocks, and a channel may have a cluster of 8.
TEST(Limits, OfChannels) {
  constexpr std::int64_t kChannels = 1 << 28;
  Unread most = {{2, kChannels - 1}, {1, 2}}, more = {{2, kChannels}, {1, 2}};
  EXPECT_TRUE(extent_of(most.view(), 1, 1024).has_value());
  EXPECT_FALSE(extent_of(more.view(), 1, 1024).has_value());
}

/// The gradient of a sum, one value for all, does not keep units narrow, nor make them wide.
TEST(Limits, OfUnitsWhereAGradientIsOneValue) {
  Unread last = {{2, 16, 3}, {48, 1, 16}}, first = {{2, 16, 3}, {48, 3, 1}},
         one = {{2, 16, 3}, {0, 0, 0}};
  EXPECT_EQ(width_for<double>({one.view(), last.view(), last.view()}), 4);
  EXPECT_EQ(width_for<double>({one.view(), first.view(), first.view()}), 1);
  EXPECT_EQ(width_for<double>({one.view(), last.view(), first.view()}), 1);
}

/// There is just room for the passes' tiles, and none for a team.
TEST(Limits, OfAnEmptyBatch) {
  EmulatedLauncher launcher({1, 32, 1, 2 * 64 * sizeof(double), 64}, {});
  Unread x = {{0, 2, 3}, {6, 3, 1}};
  Channels<double> dweight(2, 1), dbias(2, 1);
  bn_backward_args args = {};
  args.struct_size = sizeof args;
  args.mode = BN_TRAINING;
  args.x = args.dy = args.dx = x.view();
  args.dweight = dweight.view();
  args.dbias = dbias.view();
  std::vector<double> workspace(workspace_of<double>(args, launcher.machine()) / sizeof(double));
  args.workspace = workspace.data();
  run<double>(args, launcher);
  EXPECT_EQ(dweight.values, std::vector<double>(2));
  EXPECT_EQ(dbias.values, std::vector<double>(2));
}

}  // namespace
}  // namespace cuda
