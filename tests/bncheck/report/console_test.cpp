#include "bncheck/report/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;
using testing::Not;

runner::CampaignSummary sample_summary() {
  runner::CampaignSummary summary;
  summary.cases = 2;
  summary.laws.resize(2);
  summary.laws[0].passed = 2;
  summary.laws[1] = {0, 0, 1, 1, 0};
  summary.seconds = 0.25;
  return summary;
}

/// Returns what the console prints of a campaign; the standard output is no terminal here.
std::string printed(const runner::CampaignSummary& summary, bool failures_only = false,
                    bool with_failure = false) {
  testing::internal::CaptureStdout();
  const runner::CampaignOptions options = sample_options();
  Console console(options, sample_subject(), failures_only);
  console.on_case({});
  if (with_failure) console.on_failure(sample_failure());
  console.on_end(summary);
  return testing::internal::GetCapturedStdout();
}

TEST(Console, PrintsATableAndTheTotals) {
  EXPECT_EQ(printed(sample_summary()),
            "law                                    clause  verdict       "
            "passed  failed inconc. skipped retired  error/budget\n"
            "execution                                  S3  pass          "
            "     2       0       0       0       0             -\n"
            "running_statistics                         R1  FAIL          "
            "     0       1       1       0       0             -\n"
            "16 judgements a second, 0.2 s\n"
            "2 properties, 2 cases, 2 passed, 1 failed, 1 inconclusive, 0 skipped\n");
}

TEST(Console, ShowsHowMuchOfTheBudgetWasUsed) {
  runner::CampaignSummary summary = sample_summary();
  summary.laws[1] = {0, 3, 0, 0, 0.4375};
  EXPECT_THAT(printed(summary), HasSubstr("        0.438\n"));
}

TEST(Console, KeepsSkippedAndRetiredApartUntilTheLastLine) {
  runner::CampaignSummary summary = sample_summary();
  summary.laws[1] = {7, 0, 0, 3, 0, 5};
  const std::string text = printed(summary);
  EXPECT_THAT(text, HasSubstr("FAIL          "
                              "     0       3       0       2       5             -\n"));
  EXPECT_THAT(text, testing::EndsWith(" 2 passed, 3 failed, 0 inconclusive, 7 skipped\n"));
}

TEST(Console, NamesLawsThatWereNeverDecided) {
  runner::CampaignSummary summary = sample_summary();
  summary.laws[0] = {2, 0, 0, 0, 0};
  summary.laws[1] = {1, 0, 1, 0, 0};
  const std::string text = printed(summary);
  EXPECT_THAT(text, HasSubstr("S3  skip "));
  EXPECT_THAT(text, HasSubstr("R1  inconclusive "));
}

TEST(Console, ListsOnlyLawsThatFailIfAsked) {
  const std::string text = printed(sample_summary(), true);
  EXPECT_THAT(text, Not(HasSubstr("execution")));
  EXPECT_THAT(text, HasSubstr("running_statistics"));
}

TEST(Console, PrintsNoTableOfOnlyLawsThatFailIfNoneDoes) {
  runner::CampaignSummary summary = sample_summary();
  summary.laws[1] = summary.laws[0];
  EXPECT_THAT(printed(summary, true), testing::StartsWith("16 judgements a second"));
}

TEST(Console, SaysWhyItStopped) {
  runner::CampaignSummary summary = sample_summary();
  summary.stopped_because = "every law has failed three times";
  EXPECT_THAT(printed(summary),
              HasSubstr("\nstopped after 2 cases: every law has failed three times\n"));
}

TEST(Console, PrintsFailuresAsTheyAreFoundWithoutColourOnAPipe) {
  const std::string text = printed(sample_summary(), false, true);
  EXPECT_THAT(text, testing::StartsWith(describe(sample_failure(), sample_subject()) + "\nlaw "));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
}

}  // namespace
}  // namespace bncheck::report
