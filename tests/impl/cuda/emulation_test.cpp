// Right kernels: right answers, and the same bits whoever goes on.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/impl/cuda/launches.h"

namespace emulation {
namespace {

constexpr int kBlockSizes[] = {32, 64, 96, 256};

Schedule schedule(std::uint64_t number) { return {number, number % 2 ? 0.25 : 0}; }

/// Runs sums on 50 schedules and in blocks of several sizes, and demands what one schedule gave.
template <class Sums>
void expect_the_same_on_every_schedule(const Sums& sums) {
  const std::vector<float> x = rough_values(3000);
  for (int threads : kBlockSizes) {
    const std::vector<float> first = sums(x, threads, schedule(0));
    for (std::uint64_t number = 1; number < 50; ++number)
      EXPECT_EQ(sums(x, threads, schedule(number)), first) << threads << ", " << number;
  }
}

TEST(Emulation, TellsEveryThreadItsPlace) {
  std::vector<int> visits(6 * 64);
  launch({.blocks = 6, .threads = 64, .cluster = 3}, Each{[&](Context& cx) {
           EXPECT_EQ(cx.warp() * 32 + cx.lane(), cx.thread());
           EXPECT_EQ(cx.rank(), cx.block() % 3);
           EXPECT_EQ(cx.threads(), 64);
           EXPECT_EQ(cx.warps(), 2);
           EXPECT_EQ(cx.blocks(), 6);
           EXPECT_EQ(cx.ranks(), 3);
           ++visits[static_cast<std::size_t>(cx.block() * 64 + cx.thread())];
         }});
  EXPECT_EQ(visits, std::vector<int>(6 * 64, 1));
}

TEST(Emulation, SumsInBlocksTheSameOnEverySchedule) {
  const std::vector<float> x = whole_values(3000);
  for (int threads : kBlockSizes) EXPECT_EQ(total(block_sums(x, threads, {})), total(x));
  expect_the_same_on_every_schedule(
      [](const auto& rough, int threads, Schedule s) { return block_sums(rough, threads, s); });
}

TEST(Emulation, SumsInClustersTheSameOnEverySchedule) {
  const std::vector<float> x = whole_values(3000);
  for (int threads : kBlockSizes)
    EXPECT_EQ(total(cluster_sums(x, threads, {})), 3 * total(x)) << threads;
  expect_the_same_on_every_schedule(
      [](const auto& rough, int threads, Schedule s) { return cluster_sums(rough, threads, s); });
}

TEST(Emulation, SumsInGroupsOfACooperativeGridTheSameOnEverySchedule) {
  const std::vector<float> x = whole_values(3000);
  for (int threads : kBlockSizes)
    EXPECT_EQ(total(group_sums(x, threads, {})), 16 * total(x)) << threads;
  expect_the_same_on_every_schedule(
      [](const auto& rough, int threads, Schedule s) { return group_sums(rough, threads, s); });
}

TEST(Emulation, ShufflesStructs) {
  struct Six {
    int lane;
    double half;
    float third[3];
  };
  launch({.threads = 64}, Each{[](Context& cx) {
           const Six own{cx.thread(), cx.thread() / 2.0, {0, 1, cx.thread() / 3.0f}};
           const Six other = cx.shuffle_xor(own, 5);
           EXPECT_EQ(other.lane, cx.thread() ^ 5);
           EXPECT_EQ(other.half, (cx.thread() ^ 5) / 2.0);
           EXPECT_EQ(other.third[2], (cx.thread() ^ 5) / 3.0f);
         }});
}

TEST(Emulation, AddsToCountersOfSharedAndGlobalMemory) {
  std::int64_t total = 0;
  const auto kernel = [&](Context& cx) {
    auto* const own = cx.shared<std::int64_t>(8);
    if (cx.thread() == 0) *own = 0;
    cx.sync_block();
    cx.add(own, cx.thread() % 2 ? 5 : -(std::int64_t{1} << 40));
    cx.sync_block();
    EXPECT_EQ(*own, 32 * (5 - (std::int64_t{1} << 40)));
    if (cx.thread() < 2) cx.add(&total, *own);
  };
  const Report report = launch({.blocks = 3, .threads = 64, .shared_bytes = 16}, Each{kernel},
                               {.seed = 1, .yield_probability = 0.5});
  EXPECT_EQ(total, 6 * 32 * (5 - (std::int64_t{1} << 40)));
  // Of global memory; a counter of 8 bytes is loaded and stored.
  EXPECT_EQ(report.traffic.loaded_bytes, 6 * 8u);
  EXPECT_EQ(report.traffic.stored_bytes, 6 * 8u);
}

TEST(Emulation, TellsAWarpWhatIsTrueForAnyLane) {
  launch({.threads = 96}, Each{[](Context& cx) {
           EXPECT_EQ(cx.any(cx.thread() == 37), cx.warp() == 1);
           EXPECT_FALSE(cx.any(false));
           EXPECT_TRUE(cx.any(true));
         }});
}

/// How often the blocks of a grid take turns, of which each takes 10 steps.
int turns(const Schedule& schedule) {
  std::vector<int> steps;
  launch({.blocks = 2, .threads = 32, .cooperative = true}, Each{[&](Context& cx) {
           for (int i = 0; i < 10; ++i) {
             if (cx.thread() == 0) steps.push_back(cx.block());
             cx.sync_block();
           }
         }},
         schedule);
  int count = 1;
  for (std::size_t i = 1; i < steps.size(); ++i) count += steps[i] != steps[i - 1];
  return count;
}

TEST(Emulation, LetsABlockRunFarAheadOnAnUnfairSchedule) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    EXPECT_EQ(turns({.seed = seed, .fair = false}), 2);
    EXPECT_GT(turns({.seed = seed}), 2);
  }
}

TEST(Emulation, CountsTheBytesOfGlobalMemory) {
  std::vector<float> x(256), y(512);
  const Report report = launch({.blocks = 2, .threads = 128}, Each{[&](Context& cx) {
                                 const int i = cx.block() * 128 + cx.thread();
                                 cx.store(&y[static_cast<std::size_t>(i)], cx.load_once(&x[i]));
                                 cx.store_once(&y[static_cast<std::size_t>(i) + 256], 1.0f);
                               }});
  EXPECT_EQ(report.traffic.loaded_bytes, 0u);
  EXPECT_EQ(report.traffic.loaded_once_bytes, 256 * sizeof(float));
  EXPECT_EQ(report.traffic.stored_bytes, 256 * sizeof(float));
  EXPECT_EQ(report.traffic.stored_once_bytes, 256 * sizeof(float));
}

TEST(Emulation, GivesEveryBlockSharedMemoryOfNaN) {
  launch({.blocks = 3, .threads = 32, .shared_bytes = 1024}, Each{[](Context& cx) {
           float* const shared = cx.shared<float>(512);
           EXPECT_EQ(reinterpret_cast<std::uintptr_t>(shared) % 128, 0u);
           EXPECT_NE(shared[cx.thread()], shared[cx.thread()]);
           shared[cx.thread()] = 1;
         }});
}

TEST(Emulation, DrawsTheOrderOfBlocksAndThreadsFromTheSeed) {
  const auto order = [](std::uint64_t seed) {
    std::vector<int> threads;
    launch({.blocks = 4, .threads = 32},
           Each{[&](Context& cx) { threads.push_back(cx.block() * 32 + cx.thread()); }}, {seed});
    return threads;
  };
  EXPECT_EQ(order(7), order(7));
  std::set<std::vector<int>> orders;
  std::set<int> first_blocks;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    orders.insert(order(seed));
    first_blocks.insert(order(seed).front() / 32);
  }
  EXPECT_EQ(orders.size(), 20u);
  EXPECT_EQ(first_blocks.size(), 4u);
}

TEST(Emulation, RunsOnSeveralThreadsOfTheHost) {
  const std::vector<float> x = rough_values(3000), sums = block_sums(x, 64, {});
  std::vector<std::thread> hosts;
  for (std::uint64_t host = 0; host < 4; ++host)
    hosts.emplace_back([&, host] {
      for (std::uint64_t i = 0; i < 20; ++i) EXPECT_EQ(block_sums(x, 64, {20 * host + i}), sums);
    });
  for (std::thread& host : hosts) host.join();
}

}  // namespace
}  // namespace emulation
