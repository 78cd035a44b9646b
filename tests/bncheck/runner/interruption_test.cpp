// Campaigns that are interrupted.
#include <gtest/gtest.h>

#include <atomic>

#include "tests/bncheck/runner/fakes.h"

namespace bncheck::runner {
namespace {

using properties::Defect;

/// Runs a long campaign that is interrupted when it has asked 40 times.
Recorder interrupted(properties::Defect defect, unsigned jobs, CampaignSummary& summary) {
  CampaignOptions options = campaign_of(100000);
  options.jobs = jobs;
  std::atomic<int> asked = 0;
  options.interrupted = [&asked] { return ++asked > 40; };
  Recorder recorder(options);
  summary = run_campaign(options, opens(defect), {&recorder});
  return recorder;
}

TEST(Interruption, EndsACampaignWithoutAGap) {
  for (const unsigned jobs : {1U, 3U}) {
    CampaignSummary summary;
    const Recorder heard = interrupted(Defect::none, jobs, summary);
    EXPECT_EQ(summary.stopped_because, kInterrupted);
    ASSERT_GT(summary.cases, 0U);
    EXPECT_EQ(heard.cases.back().index + 1, heard.cases.size());
  }
}

TEST(Interruption, LeavesAFailureAsItWasSeen) {
  CampaignOptions options = campaign_of(100000, {"running_statistics"});
  bool stop = false;
  const OpenImplementation open = opens(Defect::swaps_momentum);
  class Stop : public Reporter {
   public:
    explicit Stop(bool& flag) : flag_(flag) {}
    void on_case(const CaseResult& result) override {
      if (result.judgements[0].verdict == Verdict::fail) flag_ = true;
    }

   private:
    bool& flag_;
  } stopper(stop);
  options.interrupted = [&stop] { return stop; };
  Recorder heard(options);
  EXPECT_EQ(run_campaign(options, open, {&stopper, &heard}).stopped_because, kInterrupted);
  ASSERT_EQ(heard.failures.size(), 1U);
  EXPECT_EQ(heard.failures[0].tried, 0);
  EXPECT_EQ(heard.failures[0].judgement.verdict, Verdict::fail);
  EXPECT_EQ(to_string(heard.failures[0].shrunk), to_string(heard.failures[0].original));
}

TEST(Interruption, CutsNothingShortWhereAllIsDone) {
  CampaignOptions options = campaign_of(1);
  // Asked before the batch and before the case, and then again.
  options.interrupted = [calls = std::make_shared<int>(0)] { return ++*calls > 2; };
  const CampaignSummary summary = run_campaign(options, opens(Defect::none), {});
  EXPECT_EQ(summary.cases, 1U);
  EXPECT_EQ(summary.stopped_because, "");
}

}  // namespace
}  // namespace bncheck::runner
