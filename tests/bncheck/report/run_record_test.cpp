#include "bncheck/report/run_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;

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
  EXPECT_EQ(totals_of(run)[0].passed, 2U);
  EXPECT_EQ(totals_of(run)[1].passed, 1U);
  EXPECT_EQ(totals_of(run)[1].failed, 1U);
  EXPECT_EQ(totals_of(run)[1].worst_passing_ratio, 0.375);
  EXPECT_EQ(run.contracts.at("f32"), "default");
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
  EXPECT_EQ(refusal(""),
            "run.jsonl, line 1: expected the start of a run, as --report jsonl writes");
  EXPECT_EQ(refusal("hello\n"),
            "run.jsonl, line 1: expected one JSON object, as --report jsonl writes");
  EXPECT_THAT(refusal("{\"event\":\"case\"}\n"), HasSubstr("expected the start of a run"));
  const std::string run = sample_run();
  EXPECT_THAT(refusal(run + run), HasSubstr("line 6: expected the events of one run"));
}

/// Returns the refusal of the sample run with this text in the place of that one.
std::string refusal_with(const std::string& that, const std::string& this_one) {
  std::string run = sample_run();
  const std::size_t at = run.find(that);
  EXPECT_NE(at, std::string::npos) << that << " in " << run;
  return refusal(run.replace(at, that.size(), this_one));
}

TEST(RunRecord, SaysWhatItExpectedAndInWhichLine) {
  EXPECT_EQ(refusal_with("\"index\":1,", ""),
            "run.jsonl, line 3: expected \"index\" to be a whole number that is not negative, and "
            "it is missing");
  EXPECT_THAT(refusal_with("\"verdict\":\"fail\"", "\"verdict\":\"bad\""),
              HasSubstr("line 3: expected \"verdict\" to be skip, pass, "));
  EXPECT_THAT(refusal_with("\"law\":1", "\"law\":2"), HasSubstr("expected \"law\" to count"));
  EXPECT_THAT(refusal_with("\"event\":\"end\"", "\"event\":\"rest\""),
              HasSubstr("expected \"event\" to be start, case, failure or end"));
  EXPECT_THAT(refusal_with("\"shard\":1", "\"shard\":2"), HasSubstr("expected \"shard\" to be"));
}

TEST(RunRecord, RefusesWhatWouldFillTheMemoryOrTheDay) {
  EXPECT_THAT(refusal_with("\"shards\":1", "\"shards\":18446744073709551615"),
              HasSubstr("line 1: expected \"shards\" to be at most 1048576"));
  const std::string laws = "\"laws\":[\"execution\",\"running_statistics\"]";
  EXPECT_THAT(refusal_with(laws, "\"laws\":[\"execution\",\"execution\"]"),
              HasSubstr("expected \"laws\" to be at most 512, each of them once"));
  std::string many = "\"0\"";
  for (int i = 1; i <= 512; ++i) many += ",\"" + std::to_string(i) + "\"";
  EXPECT_THAT(refusal_with(laws, "\"laws\":[" + many + "]"), HasSubstr("to be at most 512"));
  EXPECT_THAT(refusal_with("\"seconds\":", "\"seconds\":-1"), HasSubstr("expected \"seconds\""));
}

TEST(RunRecord, RefusesWhatIsNestedTooDeeply) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_THAT(refusal_with("\"index\":1,", "\"index\":1,\"more\":" + deep + ","),
              HasSubstr("line 3: its values are nested too deeply"));
}

TEST(RunRecord, RefusesAnErrorThatIsNone) {
  const auto with_error = [](const std::string& error) {
    return refusal_with("\"ratio\":0.375", "\"element\":{\"what\":\"y\",\"index\":0,\"error\":\"" +
                                               error + "\",\"budget\":\"1\"},\"ratio\":0.375");
  };
  EXPECT_EQ(with_error("nan"), "");
  EXPECT_THAT(with_error("1\\u0000"), HasSubstr("expected \"error\" to be a number as text"));
  EXPECT_THAT(with_error("-inf"), HasSubstr("expected \"error\" not to be negative"));
}

TEST(RunRecord, RefusesAnotherFormat) {
  const std::string sentence = refusal_with("\"format\":1", "\"format\":7");
  EXPECT_THAT(sentence, HasSubstr("line 1: this is a record of format 7, written by bncheck "));
  EXPECT_THAT(sentence, HasSubstr("; this program reads format 1"));
  EXPECT_THAT(refusal_with("\"format\":1,", ""), HasSubstr("expected \"format\""));
}

}  // namespace
}  // namespace bncheck::report
