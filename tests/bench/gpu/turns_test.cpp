#include "bench/gpu/turns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bncheck/bench/competitor.h"

namespace bncheck::gpu_bench {
namespace {

using testing::ElementsAre;

TEST(TakeTurns, BeginsWithAnotherInEachRound) {
  bench::Measurement first, second;
  std::string order;
  const Contestant one{&first, [&] { return order += "a", std::vector<double>{1}; }};
  const Contestant two{&second, [&] { return order += "b", std::vector<double>{1}; }};
  take_turns({one, two}, 0);
  EXPECT_EQ(order, "abbaabbaab");
  EXPECT_EQ(first.seconds.size(), std::size_t{kLeastRounds});
}

TEST(TakeTurns, SortsAllTimes) {
  bench::Measurement measurement;
  double next = 9;
  take_turns({{&measurement, [&] { return next -= 1, std::vector<double>{next, next + 10}; }}}, 0);
  EXPECT_THAT(measurement.seconds, ElementsAre(4, 5, 6, 7, 8, 14, 15, 16, 17, 18));
  EXPECT_EQ(bench::median(measurement), 14);
}

TEST(TakeTurns, LeavesOutWhoFails) {
  bench::Measurement good, bad;
  int calls = 0;
  const auto fail = [&]() -> std::vector<double> {
    ++calls;
    throw bench::CallFailure("it broke");
  };
  take_turns({{&bad, fail}, {&good, [] { return std::vector<double>{1}; }}}, 0);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(bad.status, bench::Measurement::Status::failed);
  EXPECT_EQ(bad.reason, "it broke");
  EXPECT_TRUE(good.is_timed());
}

TEST(TakeTurns, EndsAfterSomeRoundsWhateverTheTime) {
  bench::Measurement measurement;
  take_turns({{&measurement, [] { return std::vector<double>{1}; }}}, 1000);
  EXPECT_EQ(measurement.seconds.size(), std::size_t{kMostRounds});
}

}  // namespace
}  // namespace bncheck::gpu_bench
