// Records: shards and their merging, reports, known failures, a run that is killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <regex>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// Returns the text without what differs between two runs of the same campaign.
std::string without_seconds(const std::string& text) {
  return std::regex_replace(text, std::regex("\"seconds\":[^,}]*"), "");
}

void expect_shards_equal_the_whole(const std::string& implementation) {
  const Folder folder;
  const auto campaign = [&](const std::string& shard, const std::string& file) {
    run({"verify", implementation, "--cases", "61", "--shard", shard, "--report",
         "jsonl:" + (folder.path / file).string()});
    return (folder.path / file).string();
  };
  const std::string whole = campaign("1/1", "whole");
  const std::string merged = folder.path / "merged";
  const Finished finished = run(
      {"merge", campaign("3/3", "c"), campaign("1/3", "a"), campaign("2/3", "b"), "-o", merged});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_EQ(without_seconds(read(merged)), without_seconds(read(whole)));
}

TEST(Shards, MergeIntoTheRunWithoutShards) { expect_shards_equal_the_whole("eigen"); }

TEST(Shards, MergeIntoTheRunWithoutShardsWhereLawsFail) {
  expect_shards_equal_the_whole(broken("swapped_momentum"));
}

TEST(Shards, MergeIntoTheRunWithoutShardsWhereTheImplementationCrashes) {
  expect_shards_equal_the_whole(broken("null_dereference"));
}

TEST(Shards, AreRefusedWhereTheyAreNone) {
  for (const char* shard : {"0/3", "4/3", "1", "a/b", "1/0"}) {
    const Finished finished = run({"verify", "eigen", "--shard", shard});
    EXPECT_EQ(finished.exit_code, 2) << shard;
    EXPECT_THAT(finished.err, HasSubstr("--shard"));
  }
}

TEST(Reports, AreWrittenInEveryFormat) {
  const Folder folder;
  const std::string base = folder.path / "run";
  run({"verify", broken("biased_running_var"), "--cases", "40", "--report", "junit:" + base,
       "--report", "md:" + base + ".md"});
  EXPECT_THAT(read(base), HasSubstr("<failure message=\"FAIL running_statistics [R1]"));
  EXPECT_THAT(read(base + ".md"), HasSubstr("| running_statistics | **fail** |"));
}

TEST(KnownFailures, AreForgivenAndMissed) {
  const Folder folder;
  const std::string file = folder.path / "known";
  std::ofstream(file) << "# by design\nrunning_statistics\ntrain_eval_consistency # with it\n";
  const std::string wrong = broken("biased_running_var");
  const Finished forgiven = run({"verify", wrong, "--cases", "60", "--known-failures", file});
  EXPECT_EQ(forgiven.exit_code, 0) << forgiven.out;
  EXPECT_THAT(forgiven.out, HasSubstr("known failure: running_statistics\n"));
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
}

TEST(Record, OfAKilledRunKeepsWhatWasJudged) {
  const Folder folder;
  const std::string file = folder.path / "run";
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);  // the program under test is of the same group
    run({"verify", "eigen", "--time", "60s", "--report", "jsonl:" + file});
    _exit(0);
  }
  while (std::count(std::istreambuf_iterator<char>(std::ifstream(file).rdbuf()), {}, '\n') < 20) {
    usleep(1000);
  }
  kill(-child, SIGKILL);
  waitpid(child, nullptr, 0);
  const Finished merged = run({"merge", file, "-o", (folder.path / "merged").string()});
  EXPECT_EQ(merged.exit_code, 0) << merged.err;
  EXPECT_THAT(merged.out, HasSubstr(" 0 failed"));
}

}  // namespace
}  // namespace bncheck::end_to_end
