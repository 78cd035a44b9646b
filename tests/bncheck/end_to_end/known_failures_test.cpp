// Known failures: in the exit code, in every report, and through a merge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

TEST(KnownFailures, AreForgivenAndMissed) {
  const Folder folder;
  const std::string file = folder.path / "known";
  std::ofstream(file) << "# by design\nrunning_statistics\ntrain_eval_consistency # with it\n"
                         "running_extremes\nrunning_repetition\nmodule_state\n";
  const std::string wrong = broken("biased_running_var");
  const Finished forgiven = run({"verify", wrong, "--cases", "60", "--known-failures", file});
  EXPECT_EQ(forgiven.exit_code, 0) << forgiven.out;
  EXPECT_THAT(forgiven.out, HasSubstr("known failure: running_statistics\n"));
  EXPECT_THAT(forgiven.out, testing::ContainsRegex("\n[0-9]+ properties, [^\n]*\n$"));
  const Finished honest = run({"verify", "eigen", "--cases", "60", "--known-failures", file});
  EXPECT_THAT(honest.out, HasSubstr("unexpected pass: running_statistics"));
  EXPECT_EQ(run({"verify", wrong, "--cases", "60"}).exit_code, 1);
}

TEST(KnownFailures, MustBeLaws) {
  const Folder folder;
  const std::string file = folder.path / "known";
  std::ofstream(file) << "no_such_law\n";
  const Finished finished = run({"verify", "eigen", "--known-failures", file});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("names 'no_such_law', which is no law"));
  EXPECT_EQ(run({"verify", "eigen", "--known-failures", "/nonexistent"}).exit_code, 2);
  std::ofstream(file) << "no_such_law" << '\0' << "\n";
  EXPECT_THAT(run({"verify", "eigen", "--known-failures", file}).err,
              HasSubstr("names 'no_such_law?', which is no law; bncheck list"));
}

TEST(KnownFailures, MayBeginWithAByteOrderMark) {
  const Folder folder;
  const std::string file = folder.path / "known";
  std::ofstream(file) << "\xef\xbb\xbfrunning_statistics\n";
  const Finished finished = run(
      {"verify", "eigen", "--cases", "1", "--property", "^execution$", "--known-failures", file});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
}

TEST(KnownFailures, AreMarkedInEveryReportAndSurviveAMerge) {
  const Folder folder;
  const std::string file = folder.path / "known";
  std::ofstream(file) << "running_statistics\ntrain_eval_consistency\n"
                         "running_extremes\nrunning_repetition\nmodule_state\n";
  const std::string base = folder.path / "run";
  run({"verify", broken("biased_running_var"), "--cases", "60", "--known-failures", file,
       "--report", "junit:" + base, "--report", "md:" + base + ".md", "--report",
       "jsonl:" + base + ".jsonl"});
  EXPECT_THAT(read_file(base), HasSubstr("failures=\"0\""));
  EXPECT_THAT(read_file(base), HasSubstr("<skipped message=\"known failure: FAIL running_"));
  EXPECT_THAT(read_file(base + ".md"), HasSubstr("| running_statistics | fail (known) |"));
  const Finished merged = run({"merge", base + ".jsonl", "-o", (folder.path / "merged").string()});
  EXPECT_EQ(merged.exit_code, 0) << merged.err;
  EXPECT_THAT(merged.out, HasSubstr("known failure: running_statistics\n"));
}

TEST(KnownFailures, DoNotForgiveOthers) {
  const Folder folder;
  const std::string file = folder.path / "known";
  std::ofstream(file) << "running_statistics\n";
  const std::string record = folder.path / "run";
  const std::vector<std::string> words = {"verify",           broken("biased_running_var"),
                                          "--cases",          "60",
                                          "--known-failures", file,
                                          "--report",         "jsonl:" + record};
  EXPECT_EQ(run(words).exit_code, 1);
  EXPECT_EQ(run({"merge", record, "-o", record}).exit_code, 1);
}

}  // namespace
}  // namespace bncheck::end_to_end
