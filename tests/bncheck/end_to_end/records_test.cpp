// Records: shards and their merging, reports.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

/// Returns the text without what differs between two runs of the same campaign.
std::string without_seconds(const std::string& text) {
  static const std::regex seconds(R"("seconds":[^,}]*|time="[^"]*"|, in [0-9.]+ s)");
  return std::regex_replace(text, seconds, "");
}

/// Runs one shard of a campaign of 61 cases and returns its record.
std::string record_of(const Folder& folder, const std::string& implementation,
                      const std::string& shard, const std::vector<std::string>& options = {}) {
  std::string file = folder.path / shard;
  std::replace(file.begin() + static_cast<std::ptrdiff_t>(folder.path.native().size()) + 1,
               file.end(), '/', '-');
  std::vector<std::string> words = {"verify",  implementation, "--cases",  "61",
                                    "--shard", shard,          "--report", "jsonl:" + file};
  words.insert(words.end(), options.begin(), options.end());
  run(words);
  return file;
}

std::vector<std::string> reports_at(const std::string& base) {
  std::vector<std::string> words;
  for (const char* kind : {"junit", "md", "html", "github", "jsonl"}) {
    words.insert(words.end(), {"--report", kind + (":" + base) + "." + kind});
  }
  return words;
}

/// A sharded campaign ends in the record and in the reports of the campaign without shards.
void expect_shards_equal_the_whole(const std::string& implementation, int exit_code,
                                   const std::vector<std::string>& options = {}) {
  const Folder folder;
  const auto record = [&](const char* shard) {
    return record_of(folder, implementation, shard, options);
  };
  const std::string merged = folder.path / "merged", whole = folder.path / "whole";
  std::vector<std::string> words = {"merge",       record("3/3"), record("1/3"),
                                    record("2/3"), "-o",          merged};
  const std::vector<std::string> merged_reports = reports_at(merged);
  words.insert(words.end(), merged_reports.begin(), merged_reports.end());
  const Finished finished = run(words);
  EXPECT_EQ(finished.exit_code, exit_code) << finished.err;
  std::vector<std::string> all = reports_at(whole);
  all.insert(all.end(), options.begin(), options.end());
  EXPECT_EQ(without_seconds(read_file(merged)),
            without_seconds(read_file(record_of(folder, implementation, "1/1", all))));
  for (const std::string kind : {".junit", ".md", ".html", ".github", ".jsonl"}) {
    const std::string report = without_seconds(read_file(merged + kind));
    EXPECT_TRUE(std::filesystem::exists(merged + kind)) << kind;
    EXPECT_TRUE(report == without_seconds(read_file(whole + kind))) << kind;
  }
}

TEST(Shards, MergeIntoTheRunWithoutShards) { expect_shards_equal_the_whole("eigen", 0); }

TEST(Shards, MergeIntoTheRunWithoutShardsWhereLawsFail) {
  expect_shards_equal_the_whole(broken("swapped_momentum"), 1);
}

TEST(Shards, MergeIntoTheRunWithoutShardsWhereTheImplementationCrashes) {
  expect_shards_equal_the_whole(broken("null_dereference"), 1);
}

TEST(Shards, MergeIntoTheRunWithoutShardsWhereAFailureIsKnown) {
  const Folder folder;
  const std::string known = folder.path / "known";
  std::ofstream(known) << "running_statistics\n";
  expect_shards_equal_the_whole(broken("biased_running_var"), 1, {"--known-failures", known});
}

TEST(Merge, TakesKnownFailuresThatTheRunsWereNotTold) {
  const Folder folder;
  const std::string known = folder.path / "known", merged = folder.path / "merged";
  std::ofstream(known) << "running_statistics\n";
  const std::vector<std::string> one_law = {"--property", "^running_statistics$"};
  const std::string record = record_of(folder, broken("biased_running_var"), "1/1", one_law);
  EXPECT_EQ(run({"merge", record, "-o", merged}).exit_code, 1);
  const Finished finished = run({"merge", record, "-o", merged, "--known-failures", known,
                                 "--report", "md:" + merged + ".md"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("known failure: running_statistics"));
  EXPECT_THAT(read_file(merged), HasSubstr(R"("known_failures":["running_statistics"])"));
  EXPECT_THAT(read_file(merged + ".md"), HasSubstr("| running_statistics | fail (known) |"));
}

TEST(Merge, WritesNothingWhereAReportIsNone) {
  const Folder folder;
  const std::string merged = folder.path / "merged";
  const Finished finished =
      run({"merge", record_of(folder, "eigen", "1/1"), "-o", merged, "--report", "pdf:" + merged});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("'pdf:" + merged + "' is not a report"));
  EXPECT_FALSE(std::filesystem::exists(merged));
}

TEST(Shards, AreMissedWhereTheyAreNotMerged) {
  const Folder folder;
  const std::string merged = folder.path / "merged";
  const Finished finished = run({"merge", record_of(folder, "eigen", "2/3"), "-o", merged});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err,
            "bncheck: the campaign is not whole: 41 cases are missing, by shard: 21 of 1/3, 20 of "
            "3/3\n");
  EXPECT_EQ(run({"merge", merged, record_of(folder, "eigen", "1/3"),
                 record_of(folder, "eigen", "3/3"), "-o", merged})
                .exit_code,
            0);
}

TEST(Shards, AreRefusedWhereTheyAreNone) {
  for (const char* shard : {"0/3", "4/3", "1", "a/b", "1/0"}) {
    const Finished finished = run({"verify", "eigen", "--shard", shard});
    EXPECT_EQ(finished.exit_code, 2) << shard;
    EXPECT_THAT(finished.err, HasSubstr("--shard"));
  }
}

long files_in(const Folder& folder) {
  using Iterator = std::filesystem::directory_iterator;
  return std::distance(Iterator(folder.path), Iterator());
}

TEST(Reports, AreWrittenInEveryFormat) {
  const Folder folder;
  const std::string base = folder.path / "run";
  run({"verify", broken("biased_running_var"), "--cases", "40", "--report", "junit:" + base,
       "--report", "md:" + base + ".md"});
  EXPECT_EQ(files_in(folder), 2) << "nothing else is left";
  EXPECT_THAT(read_file(base), HasSubstr("<failure message=\"FAIL running_statistics [R1]"));
  EXPECT_THAT(read_file(base + ".md"), HasSubstr("| running_statistics | **fail** |"));
}

TEST(Merge, SaysThatNothingWasJudged) {
  const Folder folder;
  const std::vector<std::string> f16 = {"--dtype", "f16"};
  const Finished finished =
      run({"merge", record_of(folder, "template_c", "1/2", f16),
           record_of(folder, "template_c", "2/2", f16), "-o", (folder.path / "merged").string()});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("nothing was judged"));
}

TEST(Merge, SaysWhatItExpectedWhereTheInputIsNoRecord) {
  const Folder folder;
  const std::string file = folder.path / "notes";
  std::ofstream(file) << "hello\n";
  const std::string merged = folder.path / "merged";
  const Finished finished = run({"merge", file, "-o", merged});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err,
            "bncheck: " + file + ", line 1: expected one JSON object, as --report jsonl writes\n");
  EXPECT_FALSE(std::filesystem::exists(merged));
}

}  // namespace
}  // namespace bncheck::end_to_end
