#include "bncheck/runner/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "tests/bncheck/runner/fakes.h"

namespace bncheck::runner {
namespace {

using properties::Defect;
using testing::HasSubstr;

/// Runs the campaign and checks that it tells its end once.
Recorder record(const CampaignOptions& options, const OpenImplementation& open,
                CampaignSummary* summary = nullptr) {
  Recorder recorder(options);
  const CampaignSummary result = run_campaign(options, open, {&recorder});
  EXPECT_EQ(recorder.ends, 1);
  if (summary != nullptr) *summary = result;
  return recorder;
}

TEST(Campaign, PassesAnHonestImplementation) {
  CampaignSummary summary;
  const Recorder heard = record(campaign_of(80), opens(Defect::none), &summary);
  EXPECT_EQ(summary.cases, 80U);
  EXPECT_EQ(heard.cases.size(), 80U);
  EXPECT_EQ(summary.all().failed, 0U);
  EXPECT_GT(summary.all().passed, 0U);
  EXPECT_EQ(summary.stopped_because, "");
}

TEST(Campaign, GivesTheSameEventsForAnyNumberOfJobs) {
  CampaignOptions options = campaign_of(60);
  const Recorder alone = record(options, opens(Defect::swaps_momentum));
  options.jobs = 3;
  const Recorder together = record(options, opens(Defect::swaps_momentum));
  EXPECT_FALSE(alone.failures.empty());
  EXPECT_EQ(alone.events, together.events);
}

/// Returns a campaign long enough to climb, of a law that fails and one that holds.
CampaignOptions climbing_campaign() {
  return campaign_of(300, {"running_statistics", "training_output"});
}

TEST(Campaign, ClimbsTheSameForAnyNumberOfJobs) {
  CampaignOptions options = climbing_campaign();
  const Recorder alone = record(options, opens(Defect::swaps_momentum));
  options.jobs = 3;
  EXPECT_EQ(alone.events, record(options, opens(Defect::swaps_momentum)).events);
  const Case drawn = properties::generators::case_at(options.seed, 230, options.selection);
  EXPECT_NE(to_string(alone.cases[230].input), to_string(drawn));
}

TEST(Campaign, ClimbsInShardsAsInTheWhole) {
  CampaignOptions options = climbing_campaign();
  const Recorder whole = record(options, opens(Defect::swaps_momentum));
  options.shard.count = 3;
  std::size_t cases = 0;
  for (options.shard.number = 1; options.shard.number <= 3; ++options.shard.number) {
    const Recorder part = record(options, opens(Defect::swaps_momentum));
    EXPECT_EQ(part.cases.size(), options.own_cases());
    cases += part.cases.size();
    for (const CaseResult& one : part.cases) {
      EXPECT_EQ(to_string(one.input), to_string(whole.cases[one.index].input));
      EXPECT_EQ(one.judgements[1].verdict, whole.cases[one.index].judgements[1].verdict);
    }
  }
  EXPECT_EQ(cases, 300U);
}

TEST(Campaign, GivesOtherCasesForAnotherSeed) {
  CampaignOptions options = campaign_of(5);
  const Recorder first = record(options, opens(Defect::none));
  options.seed = 2;
  EXPECT_NE(first.events, record(options, opens(Defect::none)).events);
}

TEST(Campaign, RetiresALawAfterItsThirdFailure) {
  CampaignSummary summary;
  const CampaignOptions options = campaign_of(100, {"running_statistics", "training_output"});
  const Recorder heard = record(options, opens(Defect::swaps_momentum), &summary);
  EXPECT_EQ(summary.laws[0].failed, 3U);
  EXPECT_EQ(summary.cases, 100U);
  EXPECT_EQ(summary.laws[1].failed, 0U);
  EXPECT_THAT(heard.cases.back().judgements[0].reason, HasSubstr("retired"));
}

TEST(Campaign, EndsWhenEveryLawHasFailedThreeTimes) {
  CampaignSummary summary;
  record(campaign_of(500, {"running_statistics"}), opens(Defect::swaps_momentum), &summary);
  EXPECT_THAT(summary.stopped_because, HasSubstr("every law"));
  EXPECT_LT(summary.cases, 100U);
}

TEST(Campaign, EndsAfterThreeFaults) {
  CampaignSummary summary;
  const Recorder heard = record(campaign_of(500), opens(Defect::crashes), &summary);
  EXPECT_THAT(summary.stopped_because, HasSubstr("three times"));
  EXPECT_EQ(summary.cases, 3U);
  EXPECT_EQ(summary.laws[0].failed, 3U);
  EXPECT_EQ(heard.failures_of("execution"), 1);
  EXPECT_EQ(heard.failures.size(), 1U);
}

TEST(Campaign, EndsAfterThreeFaultsThatOtherLawsFind) {
  CampaignSummary summary;
  const CampaignOptions options = campaign_of(500, {"training_output", "backward_training"});
  record(options, opens(Defect::crashes), &summary);
  EXPECT_THAT(summary.stopped_because, HasSubstr("three times"));
  EXPECT_EQ(summary.all().failed, 3U);
}

TEST(Campaign, ReportsTheFirstFailureOfALawOnceAndShrunk) {
  const CampaignOptions options = campaign_of(100);
  const Recorder heard = record(options, opens(Defect::misses_mean_term));
  ASSERT_EQ(heard.failures_of("backward_training"), 1);
  ASSERT_EQ(heard.failures_of("gradient_sum"), 1);
  properties::TestImplementation wrong(Defect::misses_mean_term);
  for (const Failure& failure : heard.failures) {
    const auto again = judge_case(failure.shrunk, {failure.law}, wrong, options.dialect);
    EXPECT_EQ(again[0].verdict, Verdict::fail) << to_string(failure.shrunk);
    EXPECT_LE(failure.shrunk.shape.size(), 4);
    EXPECT_GT(failure.tried, 0);
    EXPECT_EQ(to_string(failure.original), to_string(heard.cases[failure.index].input));
  }
}

TEST(Campaign, ShowsWhatWasSeenWhereTheFailureDoesNotRepeat) {
  int opened = 0;
  const OpenImplementation open = [&opened](std::chrono::milliseconds timeout) {
    return opens(opened++ == 0 ? Defect::swaps_momentum : Defect::none)(timeout);
  };
  const Recorder heard = record(campaign_of(60, {"running_statistics"}), open);
  ASSERT_EQ(heard.failures.size(), 1U);
  EXPECT_EQ(heard.failures[0].judgement.verdict, Verdict::fail);
  EXPECT_EQ(to_string(heard.failures[0].shrunk), to_string(heard.failures[0].original));
}

TEST(Campaign, OpensShortCallsForShrinkingFaultsOnly) {
  std::vector<std::chrono::milliseconds> timeouts;
  const OpenImplementation open = [&timeouts](std::chrono::milliseconds timeout) {
    timeouts.push_back(timeout);
    return opens(Defect::crashes)(timeout);
  };
  CampaignOptions options = campaign_of(500);
  record(options, open);
  using std::chrono::milliseconds;
  EXPECT_THAT(timeouts,
              testing::ElementsAre(milliseconds(5000), milliseconds(200), milliseconds(5000)));
}

TEST(Campaign, EndsWhenTheTimeIsUp) {
  CampaignOptions options = campaign_of(1);
  options.time = std::chrono::milliseconds(100);
  CampaignSummary summary;
  record(options, opens(Defect::none), &summary);
  EXPECT_GE(summary.seconds, 0.1);
  EXPECT_GT(summary.cases, 1U);  // the time replaces the number of cases
}

TEST(Campaign, LetsTheErrorOfAReporterThrough) {
  class Full : public Reporter {
    void on_case(const CaseResult&) override { throw UsageError("the disk is full"); }
  } full;
  EXPECT_THROW(run_campaign(campaign_of(3), opens(Defect::none), {&full}), UsageError);
}

TEST(JudgeCase, SkipsTheOtherLawsAfterAFault) {
  properties::TestImplementation crashing(Defect::crashes);
  const CampaignOptions options = campaign_of(1);
  const Case input = properties::generators::case_at(1, 0, options.selection);
  const auto judgements = judge_case(input, options.laws, crashing, {});
  EXPECT_EQ(judgements[0].verdict, Verdict::error);
  for (std::size_t i = 1; i < judgements.size(); ++i) {
    EXPECT_EQ(judgements[i].verdict, Verdict::skip);
  }
  EXPECT_EQ(crashing.forward_calls, 1);
}

TEST(JudgeCase, SkipsLawsThatDoNotApplyOrAreRetired) {
  properties::TestImplementation honest;
  const Case input = parse_case(
      "f32 2x1 nchw training eps=1 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=ramp*2^0+0@0 dy=constant*2^0+1@0");
  const auto judgements = judge_case(
      input, {&properties::law("evaluation_output"), nullptr, &properties::law("training_output")},
      honest, {});
  EXPECT_THAT(judgements[0].reason, HasSubstr("does not apply"));
  EXPECT_THAT(judgements[1].reason, HasSubstr("retired"));
  EXPECT_EQ(judgements[2].verdict, Verdict::pass);
}

TEST(LawTotals, CountsEachVerdictAndTheWorstRatioThatPassed) {
  LawTotals totals;
  const auto with_ratio = [](Verdict verdict, double ratio) {
    return Judgement{verdict, "", Evidence{"y", 0, 0, Ball(0), 1, ratio}};
  };
  totals.add(with_ratio(Verdict::pass, 0.5));
  totals.add(with_ratio(Verdict::pass, 0.25));
  totals.add(with_ratio(Verdict::fail, 7));
  totals.add(errored("crashed"));
  totals.add(skipped("refused"));
  totals.add(with_ratio(Verdict::inconclusive, 0.75));
  EXPECT_EQ(totals.passed, 2U);
  EXPECT_EQ(totals.failed, 2U);
  EXPECT_EQ(totals.skipped, 1U);
  EXPECT_EQ(totals.inconclusive, 1U);
  EXPECT_EQ(totals.worst_passing_ratio, 0.5);
}

}  // namespace
}  // namespace bncheck::runner
