#include "bncheck/report/rendered.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "bncheck/report/junit.h"
#include "bncheck/report/markdown.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;
using testing::Not;

RunRecord sample(const std::string& implementation = "mine.so",
                 const std::set<std::string>& known_failures = {}) {
  return parse_run(sample_run(implementation, known_failures), "run.jsonl");
}

TEST(Junit, HoldsOneTestForEachLaw) {
  const std::string xml = to_junit(sample("a<b>.so"));
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""));
  EXPECT_THAT(xml, HasSubstr("classname=\"bncheck.a&lt;b&gt;.so\" name=\"execution\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"FAIL running_statistics [R1]"));
}

TEST(Junit, ReplacesWhatXmlHasNoPlaceFor) {
  const std::string xml = to_junit(sample("a\xEF\xBF\xBF\xEF\xBF\xBD\x01z.so"));
  EXPECT_THAT(xml, HasSubstr("classname=\"bncheck.a?\xEF\xBF\xBD?z.so\""));
}

TEST(Junit, SkipsAKnownFailureAndKeepsItsCounterexample) {
  const std::string xml = to_junit(sample("mine.so", {"running_statistics"}));
  EXPECT_THAT(xml, HasSubstr("failures=\"0\" errors=\"0\" skipped=\"1\""));
  EXPECT_THAT(xml, Not(HasSubstr("<failure")));
  EXPECT_THAT(xml, HasSubstr("<skipped message=\"known failure: FAIL running_statistics [R1]"));
  EXPECT_THAT(xml, HasSubstr("<system-out>FAIL running_statistics [R1]"));
}

TEST(Junit, SaysThatAKnownFailureHolds) {
  const std::string xml = to_junit(sample("mine.so", {"execution"}));
  EXPECT_THAT(xml, HasSubstr("<system-out>unexpected pass"));
  EXPECT_THAT(xml, HasSubstr("failures=\"1\""));
}

TEST(Junit, SaysWhyTheRunStopped) {
  RunRecord run = sample();
  run.stopped_because = "interrupted";
  EXPECT_THAT(to_junit(run), HasSubstr("name=\"stopped_because\" value=\"interrupted\""));
}

TEST(Markdown, ShowsTheTableAndTheFailure) {
  const std::string text = to_markdown(sample());
  EXPECT_THAT(text, HasSubstr("## bncheck: `mine.so` fails\n"));
  EXPECT_THAT(text, HasSubstr("- contract for f32: `default`\n"));
  EXPECT_THAT(text, HasSubstr("| running_statistics | **fail** | 1 | 1 | 0 | 0 | 0.375 |"));
  EXPECT_THAT(text, HasSubstr("```text\nFAIL running_statistics [R1]"));
  EXPECT_THAT(text, Not(HasSubstr("known")));
}

TEST(Markdown, MarksAKnownFailure) {
  const std::string text = to_markdown(sample("mine.so", {"running_statistics"}));
  EXPECT_THAT(text, HasSubstr("`mine.so` fails no law but those that are known to fail\n"));
  EXPECT_THAT(text, HasSubstr("| running_statistics | fail (known) |"));
  EXPECT_THAT(text, HasSubstr("A known failure:\n\n```text\nFAIL running_statistics"));
  EXPECT_THAT(to_markdown(sample("mine.so", {"execution"})),
              HasSubstr("| execution | pass (**a known failure that holds**) |"));
}

TEST(Rendered, ReplacesTheReportOfAnEarlierRunOnlyAsAWhole) {
  const std::string path = testing::TempDir() + "bncheck_rendered_" + std::to_string(getpid());
  std::ofstream(path) << "of an earlier run";
  const runner::CampaignOptions options = sample_options();
  Rendered report(path, to_markdown, options, sample_subject());
  EXPECT_FALSE(std::filesystem::exists(path));
  runner::CampaignSummary summary;
  summary.laws.resize(2);
  report.on_end(summary);
  EXPECT_TRUE(std::filesystem::exists(path));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace bncheck::report
