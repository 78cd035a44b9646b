#include "bncheck/report/json_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Returns what opening and starting a report at the path throws; empty if nothing.
std::string refusal(const std::string& path) {
  const runner::CampaignOptions options = sample_options();
  try {
    JsonLines report(path, options, sample_subject());
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

runner::CaseResult sample_result(const Evidence& evidence) {
  runner::CaseResult result;
  result.index = 1;
  result.input = sample_failure().shrunk;
  result.judgements = {{Verdict::pass, "", {}}, {Verdict::fail, "wrong", evidence}};
  return result;
}

/// Writes the events of a small campaign and returns each line, parsed.
std::vector<json> written(const Evidence& evidence, const Subject& subject = sample_subject()) {
  const std::string path = testing::TempDir() + "bncheck_" + std::to_string(getpid()) + ".jsonl";
  const runner::CampaignOptions options = sample_options();
  {
    JsonLines report(path, options, subject);
    report.on_case(sample_result(evidence));
    report.on_failure(sample_failure());
    runner::CampaignSummary summary;
    summary.cases = 2;
    summary.laws = {{0, 2, 0, 0, 0}, {0, 0, 0, 1, 0}};
    report.on_end(summary);
  }
  std::vector<json> events;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) events.push_back(json::parse(line));
  std::remove(path.c_str());
  return events;
}

TEST(JsonLines, WritesOneObjectALine) {
  const std::vector<json> events = written({});
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[0].at("event"), "start");
  EXPECT_EQ(events[0].at("implementation"), "mine.so");
  EXPECT_EQ(events[0].at("version"), "2");
  EXPECT_EQ(events[0].at("seed"), 7U);
  EXPECT_EQ(events[0].at("cases"), 2U);
  EXPECT_EQ(events[0].at("format"), 1U);
  EXPECT_THAT(events[0].at("tool").get<std::string>(), testing::StartsWith("bncheck 20"));
  EXPECT_EQ(events[0].at("contracts"), (json{{"f32", "default"}}));
  EXPECT_EQ(events[0].at("dtypes"), (json{"f32", "f64"}));
  EXPECT_EQ(events[0].at("layouts"),
            (json{"nchw", "nhwc", "strided", "permuted", "sliced", "expanded", "far"}));
  EXPECT_EQ(events[0].at("laws"), (json{"execution", "running_statistics"}));
  EXPECT_EQ(events[0].at("known_failures"), json::array());
  EXPECT_EQ(events[1].at("event"), "case");
  EXPECT_EQ(events[2].at("event"), "failure");
  EXPECT_EQ(events[2].at("text"), describe(sample_failure(), sample_subject()));
  EXPECT_EQ(events[3].at("event"), "end");
  EXPECT_EQ(events[3].at("passed"), 2U);
  EXPECT_EQ(events[3].at("failed"), 1U);
}

TEST(JsonLines, WritesNumbersThatReadBackExactly) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Evidence evidence{"y", 3, 1.0 / 3, Ball({0x1.8p-1074, 0}, 0x1p-1074), 0.1, kInfinity};
  const std::vector<json> events = written(evidence);
  const json& out = events[1].at("judgements").at(1).at("evidence");
  const auto number = [&out](const char* name) {
    return std::strtod(out.at(name).get<std::string>().c_str(), nullptr);
  };
  EXPECT_EQ(number("got"), evidence.got);
  EXPECT_EQ(number("truth"), evidence.truth.middle.hi);
  EXPECT_EQ(number("truth_radius"), evidence.truth.radius);
  EXPECT_EQ(number("budget"), evidence.budget);
  EXPECT_EQ(number("ratio"), evidence.ratio);
  EXPECT_EQ(out.at("index"), 3U);
}

TEST(JsonLines, WritesOfAPassTheRatioAndOfASkipNothing) {
  const runner::CampaignOptions options = sample_options();
  JsonLines lines(options, sample_subject());
  runner::CaseResult result = sample_result({});
  result.judgements = {skipped("refused"), {Verdict::pass, "", Evidence{"y", 0, 1, {}, 1, 0.5}}};
  lines.on_case(result);
  EXPECT_THAT(lines.text(), HasSubstr(R"("judgements":[{"law":1,"ratio":0.5,"verdict":"pass"}]})"));
}

TEST(JsonLines, TellsHowAFailureWasShrunkAndWhichFieldsMatter) {
  const runner::CampaignOptions options = sample_options();
  JsonLines lines(options, sample_subject());
  runner::Failure failure = sample_failure();
  failure.stopped_by = "the time limit";
  failure.variations = {{"eps", "1", {"0"}, {"2", "3"}, {"4"}}};
  lines.on_failure(failure);
  const std::string text = lines.text();
  const json event = json::parse(text.substr(text.find('\n') + 1));
  EXPECT_EQ(event.at("tried"), 44);
  EXPECT_EQ(event.at("stopped_by"), "the time limit");
  EXPECT_EQ(event.at("variations"), json::parse(R"([{"field":"eps","value":"1","fails":["0"],
                                                      "holds":["2","3"],"undecided":["4"]}])"));
}

TEST(JsonLines, TellsTheCorpus) {
  runner::CampaignOptions options = sample_options();
  const auto corpus = [&options] {
    return json::parse(JsonLines(options, sample_subject()).text()).at("corpus");
  };
  const json none = corpus();
  EXPECT_EQ(none.at("cases"), 0);
  options.corpus = {sample_failure().shrunk};
  EXPECT_EQ(corpus().at("cases"), 1);
  EXPECT_NE(corpus().at("sha256"), none.at("sha256"));
}

TEST(JsonLines, DependsOnNoNumberOfJobs) {
  runner::CampaignOptions options = sample_options();
  const std::string alone = JsonLines(options, sample_subject()).text();
  options.jobs = 7;
  EXPECT_EQ(JsonLines(options, sample_subject()).text(), alone);
}

TEST(JsonLines, WritesTheCaseAsItIsRead) {
  const std::vector<json> events = written({});
  const std::string line = events[1].at("case");
  EXPECT_EQ(to_string(parse_case(line)), to_string(sample_failure().shrunk));
}

TEST(JsonLines, SurvivesTextThatIsNoUnicode) {
  const std::vector<json> events = written({}, {"mine.so", "\xff", "bncheck replay mine.so"});
  EXPECT_EQ(events[0].at("version"), "\xef\xbf\xbd");  // U+FFFD, the replacement character
}

TEST(JsonLines, RefusesAPathThatCannotBeWritten) {
  EXPECT_THAT(refusal("/no/such/folder/run.jsonl"), HasSubstr("/no/such/folder/run.jsonl"));
  EXPECT_THAT(refusal("/no/such/folder/run.jsonl"), HasSubstr("No such file or directory"));
}

TEST(JsonLines, SaysThatTheDiskIsFull) {
  EXPECT_THAT(refusal("/dev/full"), HasSubstr("No space left on device"));
}

}  // namespace
}  // namespace bncheck::report
