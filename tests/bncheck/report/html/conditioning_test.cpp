#include "bncheck/report/html/conditioning.h"

#include <gtest/gtest.h>

#include <limits>

namespace bncheck::report::html {
namespace {

/// Values 1 and 3 in one channel: mean 2, var 1, so that kappa is sqrt(5) and y is -1 and 1.
const char* const kCase =
    "f32 2x1 nchw training eps=0 momentum=1 weight=none bias=none running_mean=none "
    "running_var=none x=constant*2^0+0@0[0=1,1=3] dy=constant*2^0+0@0[0=1,1=3]";

TEST(ErrorPoint, CountsInUlpsOfTheLargestValue) {
  const auto point = point_of(parse_case(kCase), {"y", 1, 0x1p-23, 0x1p-21, 0}, false);
  ASSERT_TRUE(point);
  EXPECT_EQ(point->kappa, std::sqrt(5.0));
  EXPECT_EQ(point->error, 1);
  EXPECT_EQ(point->budget, 4);
}

TEST(ErrorPoint, IsInfiniteWhereTheAnswerIsNoNumber) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const auto point = point_of(parse_case(kCase), {"y", 1, kNan, 0x1p-21, 0}, true);
  ASSERT_TRUE(point);
  EXPECT_TRUE(std::isinf(point->error));
}

TEST(ErrorPoint, HasNoPlaceWhereTheChannelIsConstant) {
  std::string line = kCase;
  line.replace(line.find("[0=1,1=3]"), 9, "");
  EXPECT_FALSE(point_of(parse_case(line), {"y", 1, 0, 1, 0}, false));
  EXPECT_FALSE(point_of(parse_case(kCase), {"y", 2, 0, 1, 0}, false)) << "there is no such element";
}

TEST(ErrorClouds, LeaveOutACaseThatCannotBeRead) {
  RunRecord run;
  run.laws = {"training_output"};
  const std::string line =
      R"({"index":0,"judgements":[{"law":0,"verdict":"pass","ratio":0.5,"element":)"
      R"({"what":"y","index":0,"error":"0","budget":"1"}}]})";
  const std::vector<RecordedJudgement> said = {{Verdict::pass, true, 0.5}};
  run.cases = {{0, said, line, ""}, {0, said, line, kCase}};
  ASSERT_EQ(error_clouds(run).size(), 1U);
  EXPECT_EQ(error_clouds(run).front().points.size(), 1U);
}

TEST(ErrorBins, HaveTheLargestErrorAndTheMedianBudgetOfEachDecade) {
  ErrorCloud cloud;
  cloud.points = {{1, 5, 7, false}, {9.9, 3, 8, false}, {2, 4, 1, false}, {10, 1, 2, false}};
  const std::vector<ErrorBin> bins = bins_of(cloud);
  ASSERT_EQ(bins.size(), 2U);
  EXPECT_EQ(bins[0].cases, 3U);
  EXPECT_EQ(bins[0].largest_error, 5);
  EXPECT_EQ(bins[0].smallest_budget, 1);
  EXPECT_EQ(bins[0].median_budget, 7);
  EXPECT_EQ(bins[0].largest_budget, 8);
  EXPECT_EQ(bins[1].decade, 1);
}

}  // namespace
}  // namespace bncheck::report::html
