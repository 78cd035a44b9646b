#include "bncheck/report/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;

RunRecord sample(const std::string& implementation = "mine.so") {
  return parse_run(sample_run(implementation), implementation + ".jsonl");
}

std::string refusal(const std::vector<RunRecord>& runs) {
  try {
    merge(runs);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

/// Returns a shard of a campaign that holds these cases, all skipped.
RunRecord shard(const runner::Shard& part, std::uint64_t planned,
                const std::vector<std::uint64_t>& indices) {
  RunRecord run = sample();
  run.shard = part;
  run.planned_cases = planned;
  run.failures.clear();
  run.cases.clear();
  for (const std::uint64_t index : indices) {
    const std::vector<RecordedJudgement> judgements(run.laws.size());
    run.cases.push_back({index, judgements, R"({"event":"case","judgements":[]})"});
  }
  return run;
}

TEST(Merge, LeavesAWholeRunAsItIs) {
  const Merged merged = merge({sample()});
  EXPECT_EQ(merged.text, sample_run());
  EXPECT_EQ(merged.missing, "");
}

TEST(Merge, RefusesOtherCampaignsAndCasesTwice) {
  EXPECT_EQ(refusal({sample(), sample("other.so")}),
            "other.so.jsonl and mine.so.jsonl are not shards of one campaign: they differ in "
            "implementation");
  EXPECT_EQ(refusal({sample(), sample()}),
            "mine.so.jsonl: case 0 was there before: name every shard once");
}

TEST(Merge, SaysHowManyCasesAreMissingAndOfWhichShards) {
  RunRecord run = sample();
  run.cases.pop_back();
  const Merged one = merge({run});
  EXPECT_EQ(one.missing, "1 case is missing, by shard: 1 of 1/1");
  EXPECT_THAT(one.text, HasSubstr("\"stopped_because\":\"1 case is missing"));
  EXPECT_EQ(merge({shard({1, 3}, 8, {0, 3, 6}), shard({3, 3}, 8, {2})}).missing,
            "4 cases are missing, by shard: 3 of 2/3, 1 of 3/3");
}

TEST(Merge, NamesAFewOfManyShards) {
  const std::string missing = merge({shard({1, 100}, 100, {0})}).missing;
  EXPECT_THAT(missing, testing::StartsWith("99 cases are missing, by shard: 1 of 2/100, "));
  EXPECT_THAT(missing, testing::EndsWith(", 1 of 9/100, 91 more"));
}

TEST(Merge, CountsTheCasesOfRunsThatWereMergedBefore) {
  const RunRecord before = shard({1, 1}, 8, {0, 1, 3, 4, 6, 7});
  EXPECT_EQ(merge({before, shard({3, 3}, 8, {2, 5})}).missing, "");
  EXPECT_EQ(merge({before, shard({3, 3}, 8, {2})}).missing,
            "1 case is missing, by shard: 1 of 3/3");
}

TEST(Merge, OfLimitedTimeMissesShardsAndEnds) {
  EXPECT_EQ(merge({shard({1, 2}, 0, {0, 2}), shard({2, 2}, 0, {1})}).missing, "");
  EXPECT_EQ(merge({shard({2, 3}, 0, {1})}).missing, "missing are the shards 1/3, 3/3");
  RunRecord killed = shard({1, 2}, 0, {0});
  killed.complete = false;
  RunRecord interrupted = shard({2, 2}, 0, {1});
  interrupted.stopped_because = runner::kInterrupted;
  EXPECT_EQ(merge({killed, interrupted}).missing,
            "shard 1/2 did not come to its end; shard 2/2 did not come to its end");
}

/// Lets the first law end in a fault in every case.
RunRecord crashing(RunRecord run) {
  for (RecordedCase& one : run.cases) one.judgements[0].verdict = Verdict::error;
  return run;
}

TEST(Merge, MissesNothingBehindTheEndOfACampaignThatStopped) {
  const runner::Shard first = {1, 2};
  const runner::Shard second = {2, 2};
  EXPECT_EQ(
      merge({crashing(shard(first, 99, {0, 2})), crashing(shard(second, 99, {1, 3}))}).missing, "");
  EXPECT_EQ(merge({crashing(shard(first, 99, {0, 2, 4}))}).missing,
            "2 cases are missing, by shard: 2 of 2/2");
}

}  // namespace
}  // namespace bncheck::report
