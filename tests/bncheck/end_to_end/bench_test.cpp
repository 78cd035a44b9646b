// bench on tiny shapes: what is printed and recorded, never how long it took.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using nlohmann::json;
using testing::ContainsRegex;
using testing::HasSubstr;

const std::string kTime = " +[0-9.]+ (us|ms|s) +[0-9.]+ ";
const std::string kNumber = "[0-9.]+";

std::vector<std::string> words(std::vector<std::string> first,
                               const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

/// Runs bench for one round, and expects it to go well.
std::string bench(const std::vector<std::string>& more) {
  const Finished finished = run(words({"bench", "--rounds", "1"}, more));
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  EXPECT_EQ(finished.err, "");
  return finished.out;
}

std::vector<json> lines_of(const std::string& text) {
  std::vector<json> all;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) all.push_back(json::parse(line));
  return all;
}

TEST(BenchCommand, PrintsARowForEachImplementationAndTheCopy) {
  const std::string out = bench({"cpu", "eigen", "--shapes", "4x3x5x5", "--layout", "nchw,nhwc",
                                 "--operation", "training,evaluation,backward"});
  for (const std::string layout : {"nchw", "nhwc"}) {
    for (const std::string operation : {"training  ", "evaluation", "backward  "}) {
      const std::string what = " +4x3x5x5 +" + layout + " +" + operation + " +1" + kTime;
      const std::string ratios = "+" + kNumber + " % +" + kNumber;
      EXPECT_THAT(out, ContainsRegex("\ncpu" + what + ratios + " +0\\.[45][0-9]+\n"));
      EXPECT_THAT(out, ContainsRegex("\neigen" + what + ratios + " +" + kNumber + "\n"));
      EXPECT_THAT(out, ContainsRegex("\ncopy limit" + what + "+- +- +-\n"));
    }
  }
  EXPECT_THAT(out, HasSubstr("outputs preallocated"));
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST(BenchCommand, ShowsOneValueInAChannelAsRefused) {
  const Finished finished = run({"bench", "cpu", "--rounds", "1", "--shapes", "1x3,4x3"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, ContainsRegex("\ncpu +1x3 +nchw +training +1 +- +- +- +- +-\n"));
  EXPECT_THAT(finished.out, HasSubstr("holds the operation for undefined here"));
}

TEST(BenchCommand, HasNoPeerToCompareASingleImplementationWith) {
  EXPECT_THAT(
      bench({"cpu", "--shapes", "4x3"}),
      ContainsRegex("\ncpu +4x3 +nchw +training +1" + kTime + "+" + kNumber + " % +- +0\\."));
}

TEST(BenchCommand, TellsTwoOfOneNameApart) {
  const std::string out = bench({"cpu", "cpu", "cpu", "--shapes", "4x3"});
  for (const char* label : {"\ncpu  ", "\ncpu 2  ", "\ncpu 3  "})
    EXPECT_THAT(out, HasSubstr(label));
}

TEST(BenchCommand, RecordsWhatItPrints) {
  const Folder folder;
  const std::string record = folder.path / "run.jsonl", table = folder.path / "run.md";
  bench({"cpu", "template_c", TEN_LINES, "--shapes", "4x3x5x5", "--operation", "training,backward",
         "--report", "jsonl:" + record, "--report", "markdown:" + table});
  const std::vector<json> lines = lines_of(read_file(record));
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[0]["event"], "start");
  EXPECT_EQ(lines[0]["implementations"][2]["name"], "ten_lines");
  EXPECT_EQ(lines[1]["implementation"], "cpu");
  EXPECT_EQ(lines[1]["status"], "timed");
  EXPECT_EQ(lines[1]["correctly_rounded"], lines[1]["compared"]);
  EXPECT_EQ(lines[1]["compared"], 300);
  for (const char* key : {"seconds", "gigabytes_a_second", "of_copy", "against_peers"}) {
    EXPECT_GT(lines[1][key].get<double>(), 0) << key;
  }
  EXPECT_EQ(lines[7]["operation"], "backward");
  EXPECT_EQ(lines[7]["status"], "refused");
  EXPECT_EQ(lines[8]["implementation"], "copy limit");
  EXPECT_THAT(read_file(table), HasSubstr("\n| cpu | 4x3x5x5 | nchw | training | 1 | "));
}

TEST(BenchCommand, GivesTheWorkspaceThatIsAskedFor) {
  const std::string workspace = std::string(FIXTURE_FOLDER) + "/workspace.so";  // fails without
  const std::string out =
      bench({workspace, "--shapes", "4x3x5x5", "--operation", "training,backward"});
  for (const std::string operation : {"training", "backward"}) {
    EXPECT_THAT(out, ContainsRegex("\nworkspace .*" + operation + " +1" + kTime));
  }
}

TEST(BenchCommand, RefusesWhatMakesNoSense) {
  const auto refusal = [](const std::vector<std::string>& more, int exit_code) {
    const Finished finished = run(words({"bench"}, more));
    EXPECT_EQ(finished.exit_code, exit_code);
    return finished.err;
  };
  EXPECT_THAT(refusal({}, 2), HasSubstr("name one implementation or several"));
  EXPECT_THAT(refusal({"nosuch"}, 3), HasSubstr("there is no implementation 'nosuch'"));
  EXPECT_THAT(refusal({"./no.py"}, 3), HasSubstr("no file"));
  EXPECT_THAT(refusal({"cpu", "--shapes", "resnet5"}, 2), HasSubstr("neither a set (resnet50, "));
  EXPECT_THAT(refusal({"cpu", "--shapes", "bn1d", "--batch", "8"}, 2), HasSubstr("--batch: "));
  EXPECT_THAT(refusal({"cpu", "--threads", "0"}, 2), HasSubstr("--threads: '0' is not a whole"));
  EXPECT_THAT(refusal({"cpu", "--threads", "1,x"}, 2), HasSubstr("--threads: 'x' is not a whole"));
  EXPECT_THAT(refusal({"cpu", "--rounds", "0"}, 2), HasSubstr("--rounds: '0' is not a whole"));
  EXPECT_THAT(refusal({"cpu", "--dtype", "f8"}, 2), HasSubstr("--dtype: 'f8' is not f16, bf16"));
  EXPECT_THAT(refusal({"cpu", "--layout", "far"}, 2), HasSubstr("--layout: 'far' is not nchw or"));
  EXPECT_THAT(refusal({"cpu", "--operation", "forward"}, 2),
              HasSubstr("'forward' is not training"));
  EXPECT_THAT(refusal({"cpu", "--report", "html:x"}, 2), HasSubstr("give jsonl:FILE or markdown"));
  EXPECT_THAT(refusal({"cpu", "--report", "jsonl:/no/such/x"}, 2), HasSubstr("No such file"));
  const std::string no_entry = std::string(FIXTURE_FOLDER) + "/no_entry.so";
  EXPECT_THAT(refusal({no_entry}, 3), HasSubstr("exports no bn_plugin_entry"));
}

}  // namespace
}  // namespace bncheck::end_to_end
