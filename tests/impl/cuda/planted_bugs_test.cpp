// Wrong kernels: what a device would answer now and then, or not survive, is found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/launches.h"

namespace emulation {
namespace {

using testing::ContainsRegex;

constexpr std::uint64_t kSeeds = 20;

/// Of so many schedules, on how many sums(schedule) are not the right ones.
template <class Sums>
int wrong(double yield_probability, const std::vector<float>& right, const Sums& sums) {
  int count = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed)
    count += sums(Schedule{seed, yield_probability}) != right;
  return count;
}

TEST(PlantedBug, MissingBlockBarrierGivesWrongSums) {
  const std::vector<float> x = whole_values(3000);
  for (double yield_probability : {0.0, 0.25})
    for (int threads : {64, 256})
      EXPECT_GT(wrong(yield_probability, block_sums(x, threads, {}),
                      [&](Schedule s) { return block_sums(x, threads, s, false); }),
                0)
          << threads << ", " << yield_probability;
}

TEST(PlantedBug, MissingClusterBarrierGivesWrongSums) {
  const std::vector<float> x = whole_values(3000);
  for (double yield_probability : {0.0, 0.25})
    EXPECT_GT(wrong(yield_probability, cluster_sums(x, 64, {}),
                    [&](Schedule s) { return cluster_sums(x, 64, s, Missing::barrier); }),
              0);
}

TEST(PlantedBug, MissingGroupBarrierGivesWrongSums) {
  const std::vector<float> x = whole_values(3000);
  for (double yield_probability : {0.0, 0.25})
    EXPECT_GT(wrong(yield_probability, group_sums(x, 64, {}),
                    [&](Schedule s) { return group_sums(x, 64, s, false); }),
              0);
}

TEST(PlantedBug, MissingLastClusterBarrierReadsAnExitedBlock) {
  const std::vector<float> x = whole_values(3000);
  std::string text;
  for (std::uint64_t seed = 1; seed <= kSeeds && text.empty(); ++seed)
    text = fault_of([&] { cluster_sums(x, 64, {seed}, Missing::last_barrier); });
  EXPECT_THAT(text, ContainsRegex("^load_remote of a block that has exited: thread [0-9]+ of block "
                                  "[0-9]+ at .*kernels.h:[0-9]+$"));
}

/// The values of 20 lanes are there: a mask that takes 32 sums what nobody wrote.
TEST(PlantedBug, WrongTailMaskSumsUnwrittenValues) {
  const auto sum_of_20 = [](int mask_of_tail) {
    float sum = 0;
    launch({.threads = 32, .shared_bytes = 128}, Each{[&](Context& cx) {
             float* const values = cx.shared<float>(0);
             if (cx.lane() < 20) values[cx.lane()] = 1;
             cx.sync_warp();
             float value = cx.lane() < mask_of_tail ? values[cx.lane()] : 0;
             for (int mask = 16; mask > 0; mask /= 2) value += cx.shuffle_xor(value, mask);
             if (cx.thread() == 0) sum = value;
           }});
    return sum;
  };
  EXPECT_EQ(sum_of_20(20), 20);
  EXPECT_NE(sum_of_20(32), 20);
}

}  // namespace
}  // namespace emulation
