#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/case.h"
#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

/// Returns the output without the line of the time.
std::string without_time(const std::string& out) {
  const std::size_t end = out.rfind(" s\n");
  EXPECT_NE(end, std::string::npos) << out;
  const std::size_t start = out.rfind('\n', end) + 1;
  return out.substr(0, start) + out.substr(end + 3);
}

std::string last_line(const std::string& out) {
  const std::size_t end = out.find_last_not_of('\n');
  const std::size_t start = out.rfind('\n', end) + 1;
  return out.substr(start, end + 1 - start);
}

TEST(Verify, PassesOurOwnImplementations) {
  for (const char* name : {"eigen", "template_c", "template_cpp"}) {
    const Finished finished = run({"verify", name, "--cases", "60"});
    EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
    EXPECT_EQ(finished.err, "");
    EXPECT_THAT(last_line(finished.out),
                MatchesRegex("[0-9]+ properties, 60 cases, [0-9]+ passed, 0 failed, [0-9]+ "
                             "inconclusive, [0-9]+ skipped"));
  }
}

TEST(Verify, TakesCpuWhereNothingIsNamed) {
  const Finished finished = run({"verify", "--cases", "3"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, HasSubstr("verifying cpu "));
}

TEST(Verify, CallsThePluginInItsOwnProcessIfAsked) {
  EXPECT_EQ(run({"verify", "eigen", "--cases", "10", "--in-process"}).exit_code, 0);
}

TEST(Verify, PrintsTheSameForTheSameSeedAndAnyNumberOfJobs) {
  const std::string library = broken("biased_running_var");
  const auto out = [&library](const char* seed, const char* jobs) {
    return without_time(
        run({"verify", library, "--cases", "50", "--seed", seed, "--jobs", jobs}).out);
  };
  const std::string first = out("3", "1");
  EXPECT_THAT(first, HasSubstr("FAIL running_statistics"));
  EXPECT_EQ(first, out("3", "1"));
  EXPECT_EQ(first, out("3", "3"));
  EXPECT_NE(first, out("4", "1"));
}

TEST(Verify, PrintsTheSeedItDrew) {
  const Finished finished = run({"verify", "eigen", "--cases", "3", "--seed", "random"});
  EXPECT_EQ(finished.exit_code, 0);
  const std::string seed = line_after(finished.out, "seed ");
  EXPECT_THAT(seed, MatchesRegex("[0-9]+"));
  const Finished again = run({"verify", "eigen", "--cases", "3", "--seed", seed});
  EXPECT_EQ(without_time(finished.out), without_time(again.out));
}

TEST(Verify, EndsInTime) {
  const Finished finished = run({"verify", "eigen", "--time", "2s"});
  EXPECT_EQ(finished.exit_code, 0);
  // A case that has begun is finished, and the largest take a second or so.
  EXPECT_THAT(finished.out, testing::ContainsRegex(", [0-9]\\.[0-9] s\n"));
}

TEST(Verify, JudgesOnlyWhatIsSelected) {
  const Finished finished = run({"verify", "eigen", "--cases", "40", "--property", "R1", "--dtype",
                                 "f64", "--layout", "strided", "--only-failed"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(last_line(finished.out), testing::StartsWith("1 property, 40 cases, "));
  EXPECT_THAT(finished.out, HasSubstr("contract for f64"));
  EXPECT_THAT(finished.out, Not(HasSubstr("contract for f32")));
  EXPECT_THAT(finished.out, Not(HasSubstr("running_statistics")));
}

TEST(Verify, SaysThatNothingWasJudged) {
  for (const char* dtype : {"f16", "bf16"}) {
    const Finished finished = run({"verify", "template_c", "--cases", "40", "--dtype", dtype});
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_EQ(
        run({"verify", "template_c", "--cases", "40", "--dtype", dtype, "--skipped-status", "77"})
            .exit_code,
        77);
    EXPECT_THAT(finished.out, HasSubstr(" 0 passed, 0 failed, "));
    EXPECT_EQ(finished.err,
              "bncheck: nothing was judged: the implementation refuses every case that a law "
              "applies to\n");
  }
}

TEST(Verify, HoldsToTheDialectThatIsAskedFor) {
  const auto exit_code = [](const std::string& library, const char* dialect) {
    return run({"verify", library, "--cases", "60", "--property", "running_statistics", "--dialect",
                dialect})
        .exit_code;
  };
  EXPECT_EQ(exit_code(broken("biased_running_var"), "pytorch"), 1);
  EXPECT_EQ(exit_code(broken("biased_running_var"), "pytorch;running_var=biased"), 0);
  EXPECT_EQ(exit_code(broken("swapped_momentum"), "pytorch"), 1);
  EXPECT_EQ(exit_code(broken("swapped_momentum"), "pytorch;momentum=old"), 0);
  EXPECT_EQ(exit_code("eigen", "pytorch;running_var=biased"), 1);
}

TEST(Verify, RepeatsTheDialectAndTheTimeInTheReplayCommand) {
  const char* dialect = "pytorch;running_var=biased";
  const Finished finished = run({"verify", "eigen", "--cases", "60", "--property", "R1",
                                 "--dialect", dialect, "--case-timeout", "2s"});
  std::vector<std::string> words = replay_arguments(finished.out);
  EXPECT_EQ(run(words).exit_code, 1);
  ASSERT_THAT(words, testing::IsSupersetOf({"--dialect", dialect, "--case-timeout", "2s"}));
  *std::find(words.begin(), words.end(), dialect) = "pytorch";
  EXPECT_EQ(run(words).exit_code, 0);
}

TEST(Verify, SaysAtOnceWhatIsNotOfferedAndLeavesOutWhatIsNotSaid) {
  const Finished finished = run({"verify", TEN_LINES, "--cases", "3"});
  EXPECT_THAT(finished.out, HasSubstr(" (ten_lines) in dialect "));
  const std::string note = "\nnote: it offers no backward; the laws of gradients are skipped\n\n";
  EXPECT_THAT(finished.out, HasSubstr(note));
  EXPECT_THAT(run({"verify", "eigen", "--cases", "3"}).out,
              HasSubstr("\nnote: it offers no double backward; its laws are skipped\n"));
  EXPECT_THAT(run({"verify", "cpu", "--cases", "3"}).out, Not(HasSubstr("note:")));
}

TEST(Verify, SaysWhatLoadingChanged) {
  const std::string library = std::string(FIXTURE_FOLDER) + "/sets_flush_to_zero.so";
  EXPECT_THAT(
      run({"verify", library, "--cases", "3"}).out,
      HasSubstr("\nnote: loading it set flush-to-zero; this is undone before every call\n"));
}

TEST(Verify, CallsWhatARetiredLawMissedRetired) {
  const Finished finished =
      run({"verify", broken("biased_running_var"), "--cases", "60", "--property", "S3|R1"});
  EXPECT_THAT(finished.out, testing::ContainsRegex("R1  FAIL +[0-9]+ +3 +[0-9]+ +[0-9]+ +[1-9]"));
}

TEST(Verify, WritesAReport) {
  const Folder folder;
  const std::string path = folder.path / "run.jsonl";
  EXPECT_EQ(run({"verify", "eigen", "--cases", "5", "--report", "jsonl:" + path}).exit_code, 0);
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  EXPECT_EQ(lines.size(), 7U);  // start, five cases, end
  EXPECT_THAT(lines.back(), HasSubstr(R"("event":"end")"));
}

TEST(Verify, WritesMarkdownWithoutWhatIsNotKnown) {
  const Folder folder;
  const std::string path = folder.path / "run.md";
  run({"verify", TEN_LINES, "--cases", "3", "--report", "md:" + path});
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(text, HasSubstr("\nDialect `pytorch;saved=none`, seed 1, 3 cases"));
  EXPECT_THAT(text, HasSubstr("| backward_training | skip | 0 | 0 | 0 | 3 | - |\n"));
}

TEST(Verify, DrawsProgressAndColoursOnATerminal) {
  const Finished finished =
      run_on_terminal({"verify", broken("biased_running_var"), "--cases", "20"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("cases of 20, "));
  EXPECT_THAT(finished.out, HasSubstr("\x1b[31m"));
  EXPECT_THAT(finished.out, HasSubstr(" 15 failed, "));
}

}  // namespace
}  // namespace bncheck::end_to_end
