#include "bncheck/report/github.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

RunRecord sample(const std::string& implementation, const std::set<std::string>& known = {}) {
  return parse_run(sample_run(implementation, known), "run.jsonl");
}

/// A run in which so many laws fail.
RunRecord run_of(int failures) {
  RunRecord run;
  for (int i = 0; i < failures; ++i) {
    const std::string law = "law_" + std::to_string(i);
    run.laws.push_back(law);
    run.failures.push_back({law, 0, "FAIL " + law + "\n  why\n", "", {}});
  }
  run.cases.push_back(
      {0, std::vector<RecordedJudgement>(run.laws.size(), {Verdict::fail, false, 0}), ""});
  return run;
}

TEST(Github, AnnotatesAFailureWithItsExplanation) {
  const std::string text = to_github(sample("mine.so"));
  EXPECT_THAT(text, StartsWith("::error title=bncheck%3A FAIL running_statistics [R1]%3A update of "
                               "the running statistics::  law       running = "));
  EXPECT_THAT(text, HasSubstr("%0A  got       0.25 (0x1p-2)%0A"));
  EXPECT_THAT(text, HasSubstr("%0A  replay    bncheck replay mine.so"));
  EXPECT_EQ(text.find('\n'), text.size() - 1) << "one line";
}

TEST(Github, StandsBesideTheSourceOfAPythonImplementation) {
  EXPECT_THAT(to_github(sample("./a,b/mine.py")),
              StartsWith("::error file=a%2Cb/mine.py,title=bncheck%3A FAIL"));
  EXPECT_THAT(to_github(sample("py:mine.py")), StartsWith("::error title="));
}

TEST(Github, EscapesPercentSigns) {
  RunRecord run = run_of(1);
  run.failures[0].text = "FAIL 1%\n5%0A\r";
  EXPECT_EQ(to_github(run), "::error title=bncheck%3A FAIL 1%25::5%250A%0D\n");
}

TEST(Github, ShowsTenErrorsAsTheyAre) {
  const std::string text = to_github(run_of(10));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_THAT(text, HasSubstr("::error title=bncheck%3A FAIL law_9::  why%0A\n"));
}

TEST(Github, NamesInTheTenthErrorThoseThatWouldNotBeShown) {
  const std::string text = to_github(run_of(12));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_THAT(text, HasSubstr("FAIL law_8::"));
  EXPECT_THAT(text,
              testing::EndsWith("\n::error title=bncheck%3A 3 more::law_9, law_10, law_11\n"));
}

TEST(Github, MakesANoticeOfAKnownFailureAndAWarningOfOneThatHolds) {
  const std::string text = to_github(sample("mine.so", {"execution", "running_statistics"}));
  EXPECT_THAT(text, StartsWith("::warning title=bncheck%3A unexpected pass%3A execution::It is "
                               "listed as a known failure and holds.\n::notice title=bncheck%3A "
                               "known failure%3A running_statistics::  law "));
}

TEST(Github, SaysThatTheRunWasCutShortOrJudgedNothing) {
  RunRecord run = run_of(1);
  run.stopped_because = "interrupted";
  EXPECT_THAT(to_github(run),
              HasSubstr("::warning title=bncheck%3A the run was cut short::interrupted\n"));
  run.cases.clear();
  run.failures.clear();
  run.stopped_because = "";
  run.implementation = "mine.so";
  EXPECT_EQ(to_github(run), "::error title=bncheck%3A nothing was judged::mine.so\n");
}

}  // namespace
}  // namespace bncheck::report
