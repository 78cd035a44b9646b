// Wrong kernels: barriers that some threads of those that should do not reach.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/launches.h"

namespace emulation {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

constexpr std::uint64_t kSeeds = 20;

TEST(Barrier, DivergentBarrierNamesBothPlaces) {
  const auto kernel = [](Context& cx) {
    if (cx.thread() < 32)
      cx.sync_block();
    else
      cx.sync_block();
  };
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
    EXPECT_THAT(fault_of({.threads = 64}, kernel, {seed}),
                ContainsRegex("^divergent barrier: thread [0-9]+ of block 0 waits in sync_block at "
                              ".*barriers_test.cpp:[0-9]+, thread [0-9]+ of block 0 waits in "
                              "sync_block at .*barriers_test.cpp:[0-9]+$"));
}

TEST(Barrier, DivergentWarpBarrierAndShuffleAreFound) {
  const auto barrier = [](Context& cx) {
    if (cx.lane() < 16)
      cx.sync_warp();
    else
      cx.sync_warp();
  };
  EXPECT_THAT(fault_of({.threads = 64}, barrier), HasSubstr("divergent barrier"));
  const auto shuffle = [](Context& cx) {
    if (cx.lane() != 3) cx.shuffle_xor(1, 1);
  };
  EXPECT_THAT(fault_of({.threads = 64}, shuffle),
              AllOf(HasSubstr("divergent barrier"), HasSubstr("has exited")));
}

TEST(Barrier, ThreadThatExitsBeforeABarrierIsFoundOnEverySchedule) {
  const auto kernel = [](Context& cx) {
    cx.sync_block();
    if (cx.thread() == 40) return;
    cx.sync_block();
  };
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
    EXPECT_THAT(fault_of({.blocks = 2, .threads = 64}, kernel, {seed}),
                ContainsRegex("^divergent barrier: thread [0-9]+ of block [01] waits in sync_block "
                              "at .*:[0-9]+, thread 40 of block [01] has exited, after it waited "
                              "at .*barriers_test.cpp:[0-9]+$"));
}

TEST(Barrier, BlockThatExitsBeforeAClusterBarrierIsFound) {
  const auto kernel = [](Context& cx) {
    if (cx.rank() == 0) cx.sync_cluster();
  };
  EXPECT_THAT(fault_of({.blocks = 2, .threads = 32, .cluster = 2}, kernel),
              AllOf(HasSubstr("waits in sync_cluster"), HasSubstr("of block 1 has exited")));
}

TEST(Barrier, DifferentBarriersThatNeverOpenAreADeadlock) {
  const auto kernel = [](Context& cx) {
    if (cx.rank() == 0 && cx.warp() == 0)
      cx.sync_block();
    else
      cx.sync_cluster();
  };
  EXPECT_THAT(fault_of({.blocks = 2, .threads = 64, .cluster = 2}, kernel),
              AllOf(HasSubstr("deadlock: "), HasSubstr("waits in sync_block at "),
                    HasSubstr("waits in sync_cluster at "), HasSubstr(" with 31 others")));
}

TEST(Barrier, GroupThatAwaitsMoreBlocksThanThereAreIsADeadlock) {
  const std::vector<float> x = whole_values(300);
  EXPECT_THAT(fault_of([&] { group_sums(x, 32, {}, true, 5); }),
              ContainsRegex("^deadlock: thread 0 of block 0 waits in sync_group at "
                            ".*kernels.h:[0-9]+ with 383 others$"));
}

TEST(Barrier, GroupInAGridThatIsNotCooperativeIsAFault) {
  unsigned counter = 0;
  EXPECT_THAT(
      fault_of({.blocks = 2, .threads = 32}, [&](Context& cx) { cx.sync_group(&counter, 2); }),
      HasSubstr("not cooperative"));
}

}  // namespace
}  // namespace emulation
