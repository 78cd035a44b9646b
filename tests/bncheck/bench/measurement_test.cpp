#include "bncheck/bench/measurement.h"

#include <gtest/gtest.h>

namespace bncheck::bench {
namespace {

Measurement timed(std::vector<double> seconds, bool is_limit = false) {
  Measurement measurement;
  measurement.seconds = std::move(seconds);
  measurement.is_limit = is_limit;
  return measurement;
}

TEST(Measurement, HasAMedianOfItsCalls) {
  EXPECT_EQ(median(timed({1, 2, 30})), 2);
  EXPECT_EQ(median(timed({5})), 5);
  EXPECT_EQ(quantile(timed({1, 2, 3, 4}), 0.25), 2);
  EXPECT_EQ(quantile(timed({1, 2, 3, 4}), 1), 4);
}

TEST(Rate, ComparesEachWithTheFastestOther) {
  std::vector<Measurement> all = {timed({2}), timed({8}), timed({4})};
  rate(all, {});
  EXPECT_EQ(all[0].against_peers, 2);
  EXPECT_EQ(all[1].against_peers, 0.25);
  EXPECT_EQ(all[2].against_peers, 0.5);
  EXPECT_FALSE(all[0].of_limit.has_value());
}

TEST(Rate, LeavesOutWhoWasNotTimed) {
  std::vector<Measurement> all = {timed({2}), timed({})};
  all[1].status = Measurement::Status::refused;
  rate(all, {});
  EXPECT_FALSE(all[0].against_peers.has_value());
  EXPECT_FALSE(all[1].against_peers.has_value());
}

TEST(Rate, ScalesTheCopyToWhatMustBeMoved) {
  Workload workload;
  for (const auto& [operation, part] :
       {std::pair{Operation::training, 0.5}, std::pair{Operation::backward, 0.75}}) {
    std::vector<Measurement> all = {timed({4}), timed({2}, true)};
    workload.operation = operation;
    rate(all, workload);
    EXPECT_EQ(all[0].of_limit, part);
    EXPECT_FALSE(all[0].against_peers.has_value()) << "the copy is no peer";
    EXPECT_FALSE(all[1].of_limit.has_value());
  }
}

}  // namespace
}  // namespace bncheck::bench
