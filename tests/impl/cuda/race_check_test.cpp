// Right kernels have no race that ThreadSanitizer sees, on any schedule; of wrong ones it tells the
// lines. A kernel is added by a launch of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/impl/cuda/launches.h"
#include "tests/impl/cuda/races.h"

namespace emulation {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<float> kValues = whole_values(1000);

/// The races of a launch on several schedules.
template <class Launch>
std::vector<std::string> races_on_schedules(const Launch& launch) {
  return races_of([&] {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) launch(Schedule{seed, seed % 2 ? 0.25 : 0});
  });
}

/// Where the text stands in kernels.h: "kernels.h:LINE ".
std::string line_of(const std::string& text) {
  std::ifstream kernels(BNCHECK_TEST_KERNELS);
  std::string line;
  int number = 1;
  while (std::getline(kernels, line) && line.find(text) == std::string::npos) ++number;
  EXPECT_TRUE(kernels) << text;
  return "kernels.h:" + std::to_string(number) + " ";
}

/// That a race is between the two lines of kernels.h.
auto has_race(const std::string& one, const std::string& other) {
  return Contains(AllOf(HasSubstr(line_of(one)), HasSubstr(line_of(other))));
}

TEST(RaceCheck, FindsNoneInBlocks) {
  EXPECT_THAT(races_on_schedules([](Schedule s) { block_sums(kValues, 128, s); }), IsEmpty());
}

TEST(RaceCheck, FindsNoneInClusters) {
  EXPECT_THAT(races_on_schedules([](Schedule s) { cluster_sums(kValues, 64, s); }), IsEmpty());
}

TEST(RaceCheck, FindsNoneInGroups) {
  EXPECT_THAT(races_on_schedules([](Schedule s) { group_sums(kValues, 64, s); }), IsEmpty());
}

TEST(RaceCheck, FindsAMissingBlockBarrier) {
  EXPECT_THAT(races_of([] { block_sums(kValues, 128, {}, false); }),
              has_race("sums[cx.warp()] = sum", "sums[cx.lane()] : 0"));
}

TEST(RaceCheck, FindsAMissingClusterBarrier) {
  EXPECT_THAT(races_of([] { cluster_sums(kValues, 64, {}, Missing::barrier); }),
              has_race("*own = part", "cx.load_remote(own, rank)"));
}

TEST(RaceCheck, FindsAMissingGroupBarrier) {
  EXPECT_THAT(races_of([] { group_sums(kValues, 64, {}, false); }),
              has_race("cx.store(round + cx.block(), part)", "cx.load(round + first + i)"));
}

TEST(RaceCheck, FindsBlocksThatWriteToTheSamePlace) {
  float place = 0;
  EXPECT_THAT(races_of([&] {
                launch({.blocks = 2, .threads = 32}, Each{[&](Context& cx) {
                         if (cx.thread() == 0) cx.store(&place, 1.0f);
                       }});
              }),
              Contains(HasSubstr("race_check_test.cpp:")));
}

/// One block is done before another starts, or after: on a device nobody knows.
TEST(RaceCheck, FindsBlocksThatReadWhatOthersWrite) {
  float places[2] = {};
  EXPECT_THAT(races_of([&] {
                launch({.blocks = 2, .threads = 64}, Each{[&](Context& cx) {
                         cx.sync_block();
                         if (cx.thread() == 3 && cx.block() == 0) cx.store(places, 1.0f);
                         cx.sync_block();
                         if (cx.thread() == 40 && cx.block() == 1)
                           cx.store(places + 1, cx.load(places));
                       }});
              }),
              Contains(HasSubstr("race_check_test.cpp:")));
}

/// Thread 5 writes before a shuffle of its warp, or after it, and another reads after it.
std::vector<std::string> races_about_a_shuffle(bool writes_before, int reader) {
  float places[2] = {};
  return races_of([&] {
    launch({.threads = 64}, Each{[&](Context& cx) {
             if (cx.thread() == 5 && writes_before) cx.store(places, 1.0f);
             cx.shuffle_xor(1, 1);
             if (cx.thread() == 5 && !writes_before) cx.store(places, 1.0f);
             if (cx.thread() == reader) cx.store(places + 1, cx.load(places));
           }});
  });
}

TEST(RaceCheck, FollowsWhoWaitedForWhom) {
  EXPECT_THAT(races_about_a_shuffle(true, 6), IsEmpty());
  EXPECT_THAT(races_about_a_shuffle(true, 40), Not(IsEmpty()));  // of another warp
  EXPECT_THAT(races_about_a_shuffle(false, 6), Not(IsEmpty()));
}

/// Two warps of two blocks add to a counter, of which one thread makes it 0 or reads it, with or
/// without a barrier between.
std::vector<std::string> races_about_a_counter(bool waits) {
  std::int64_t total = 0;
  return races_of([&] {
    launch({.blocks = 2, .threads = 64, .shared_bytes = 8}, Each{[&](Context& cx) {
             auto* const own = cx.shared<std::int64_t>(0);
             if (cx.thread() == 40) *own = 0;
             if (waits) cx.sync_block();
             cx.add(own, 1);
             if (waits) cx.sync_block();
             if (cx.thread() == 3) cx.add(&total, *own);
           }});
  });
}

TEST(RaceCheck, TakesCountersForAtomicAndOtherAccessesNot) {
  EXPECT_THAT(races_about_a_counter(true), IsEmpty());
  EXPECT_THAT(races_about_a_counter(false), Not(IsEmpty()));
}

TEST(RaceCheck, StartsAgainAfterAFault) {
  EXPECT_THAT(races_of([&] {
                EXPECT_THROW(launch({.blocks = 3, .threads = 64}, Each{[](Context& cx) {
                                      int values[32] = {cx.thread()};
                                      cx.load(values);
                                      cx.sync_block();
                                      if (cx.thread() != 9) cx.sync_block();
                                    }}),
                             Fault);
                block_sums(kValues, 64, {});
              }),
              IsEmpty());
}

}  // namespace
}  // namespace emulation
