#include "bncheck/report/run_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bncheck/report/json_lines.h"
#include "bncheck/report/junit.h"
#include "bncheck/report/markdown.h"
#include "bncheck/report/merge.h"
#include "core/error.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;

/// Returns the lines of a campaign of two cases, the second of which breaks running_statistics.
std::string sample_run(const std::string& name = "mine.so") {
  const runner::CampaignOptions options = sample_options();
  Subject subject = sample_subject();
  subject.name = name;
  JsonLines lines(options, subject);
  runner::CaseResult result;
  result.input = sample_failure().shrunk;
  result.judgements = {{Verdict::pass, "", {}}, {Verdict::pass, "", {}}};
  lines.on_case(result);
  result.index = 1;
  result.judgements[1] = failed("running_var is wrong");
  lines.on_case(result);
  runner::Failure failure = sample_failure();
  failure.index = 1;
  lines.on_failure(failure);
  runner::CampaignSummary summary;
  summary.cases = 2;
  summary.laws = {{0, 2, 0, 0, 0}, {0, 1, 0, 1, 0}};
  lines.on_end(summary);
  return lines.text();
}

std::string refusal(const std::string& text) {
  try {
    parse_run(text, "run.jsonl");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(RunRecord, ReadsWhatJsonLinesWrites) {
  const RunRecord run = parse_run(sample_run(), "run.jsonl");
  EXPECT_EQ(run.implementation, "mine.so");
  EXPECT_EQ(run.seed, 7U);
  EXPECT_TRUE(run.complete);
  EXPECT_EQ(run.cases.size(), 2U);
  EXPECT_EQ(totals_of(run).passed, 3U);
  EXPECT_EQ(totals_of(run, "running_statistics").failed, 1U);
  ASSERT_EQ(run.failures.size(), 1U);
  EXPECT_THAT(run.failures[0].text, HasSubstr("FAIL running_statistics [R1]"));
}

TEST(RunRecord, KeepsWhatAKilledRunJudged) {
  const std::string whole = sample_run();
  const std::string cut = whole.substr(0, whole.find("\"event\":\"failure\""));
  const RunRecord run = parse_run(cut, "run.jsonl");
  EXPECT_FALSE(run.complete);
  EXPECT_EQ(run.cases.size(), 2U);
}

TEST(RunRecord, RefusesWhatIsNoRun) {
  EXPECT_THAT(refusal(""), HasSubstr("run.jsonl does not begin a bncheck run"));
  EXPECT_THAT(refusal("hello\n"), HasSubstr("run.jsonl, line 1"));
  EXPECT_THAT(refusal("{\"event\":\"case\"}\n"), HasSubstr("an event before the start"));
  const std::string run = sample_run();
  EXPECT_THAT(refusal(run + run), HasSubstr("a second start"));
}

TEST(Junit, HoldsOneTestForEachLaw) {
  const std::string xml = to_junit(parse_run(sample_run("a<b>.so"), "run.jsonl"));
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\""));
  EXPECT_THAT(xml, HasSubstr("classname=\"bncheck.a&lt;b&gt;.so\" name=\"execution\""));
  EXPECT_THAT(xml, HasSubstr("<failure message=\"FAIL running_statistics [R1]"));
}

TEST(Markdown, ShowsTheTableAndTheFailure) {
  const std::string text = to_markdown(parse_run(sample_run(), "run.jsonl"));
  EXPECT_THAT(text, HasSubstr("## bncheck: `mine.so` fails"));
  EXPECT_THAT(text, HasSubstr("| running_statistics | **fail** | 1 | 1 | 0 | 0 |"));
  EXPECT_THAT(text, HasSubstr("```text\nFAIL running_statistics [R1]"));
}

TEST(Merge, LeavesAWholeRunAsItIs) {
  const std::string run = sample_run();
  EXPECT_EQ(merge({parse_run(run, "run.jsonl")}), run);
}

TEST(Merge, RefusesOtherCampaignsAndCasesTwice) {
  const RunRecord run = parse_run(sample_run(), "run.jsonl");
  EXPECT_THROW(merge({run, parse_run(sample_run("other.so"), "other.jsonl")}), UsageError);
  EXPECT_THROW(merge({run, run}), UsageError);
}

TEST(Merge, SaysWhichCasesAreMissing) {
  RunRecord run = parse_run(sample_run(), "run.jsonl");
  run.cases.pop_back();
  EXPECT_THAT(merge({run}), HasSubstr("1 cases are missing"));
}

}  // namespace
}  // namespace bncheck::report
