// Corpora: what was found before is judged first, and what is found is added.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// A case that no campaign draws, and on which a broken copy fails.
constexpr const char* kOwn =
    "f32 2x1 nchw training eps=0.125 momentum=0.75 weight=none bias=none running_mean=5 "
    "running_var=7 x=constant*2^0+0@0[1=3] dy=constant*2^0+0@0";

std::vector<std::string> verify(const std::string& implementation, const std::string& corpus,
                                const std::vector<std::string>& more = {}) {
  std::vector<std::string> words = {"verify",     implementation,       "--cases",  "61",
                                    "--property", "running_statistics", "--corpus", corpus};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string only_line_with_case(const std::string& text) {
  for (const char* dtype : {"f32 ", "f64 "}) {
    const std::string line = line_after(text, dtype);
    if (!line.empty()) return dtype + line;
  }
  return "";
}

TEST(Corpus, IsJudgedFirst) {
  const Folder folder;
  const std::string corpus = folder.path / "corpus";
  std::ofstream(corpus) << "# my own\n" << kOwn << "\n";
  const Finished finished = run(verify(broken("biased_running_var"), corpus));
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("\n  found     in case 0, f32 2x1 nchw training; "));
  EXPECT_THAT(run(verify("eigen", corpus)).out, HasSubstr(" of a corpus come first"));
}

TEST(Corpus, GrowsByNewFailuresOnce) {
  const Folder folder;
  const std::string corpus = folder.path / "corpus";
  const auto find = [&] { return run(verify(broken("swapped_momentum"), corpus)); };
  const Finished finished = find();
  EXPECT_EQ(finished.exit_code, 1);
  const std::string text = read_file(corpus);
  EXPECT_THAT(text, StartsWith("# running_statistics of "));
  EXPECT_EQ(only_line_with_case(text), line_after(finished.out, "  case      "));
  EXPECT_THAT(find().out, HasSubstr("\n  found     in case 0, ")) << "it is judged first now";
  EXPECT_EQ(read_file(corpus), text);
}

TEST(Corpus, IsReplayedAsAWhole) {
  const Folder folder;
  const std::string corpus = folder.path / "corpus";
  std::ofstream(corpus) << "# my own\n"
                        << kOwn << "\n# again, in evaluation\n"
                        << "f32 1x1 nchw evaluation eps=1 momentum=1 weight=none bias=none "
                           "running_mean=0 running_var=1 x=ramp*2^0+0@0 dy=ramp*2^0+0@0\n";
  const Finished wrong = run({"replay", broken("biased_running_var"), corpus});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.out, HasSubstr(std::string(kOwn) + "\n"));
  EXPECT_THAT(wrong.out, HasSubstr(" properties, 2 cases, "));
  EXPECT_EQ(run({"replay", "eigen", corpus}).exit_code, 0);
}

TEST(Corpus, IsRefusedWithTheLineThatIsNoCase) {
  const Folder folder;
  const std::string corpus = folder.path / "corpus";
  std::ofstream(corpus) << kOwn << "\n\nnonsense\n";
  const Finished finished = run(verify("eigen", corpus));
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.out, "");
  EXPECT_THAT(finished.err, HasSubstr(corpus + ", line 3: malformed case: 1 words where 12"));
}

TEST(Corpus, IsRefusedWhereItCannotBeWrittenOrHasNoPlace) {
  const Folder folder;
  const Finished beyond = run(verify("eigen", folder.path / "none" / "corpus"));
  EXPECT_EQ(beyond.exit_code, 2);
  EXPECT_THAT(beyond.err, HasSubstr("--corpus: cannot write "));
  const Finished shapes = run({"verify", "eigen", "--shapes", "2x3", "--corpus", "file"});
  EXPECT_EQ(shapes.exit_code, 2);
  EXPECT_THAT(shapes.err, HasSubstr("--corpus: --shapes says which cases there are"));
}

/// Runs a shard with a corpus and returns its record.
std::string record_of(const Folder& folder, const std::string& corpus, const std::string& number,
                      const std::string& count) {
  const std::string file = folder.path / (number + "of" + count);
  run(verify(broken("biased_running_var"), corpus,
             {"--shard", number + "/" + count, "--report", "jsonl:" + file}));
  return file;
}

std::string without_seconds(std::string text) {
  const std::size_t at = text.rfind("\"seconds\":");
  return text.erase(at, text.find_first_of(",}", at) - at);
}

TEST(Corpus, OfShardsThatMergeIsThatOfTheWholeRun) {
  const Folder folder;
  const std::string corpus = folder.path / "corpus";
  std::ofstream(corpus) << kOwn << "\n";
  std::vector<std::string> records;
  for (const char* number : {"1", "2", "3"}) {
    const std::string copy = corpus + number;  // each shard adds to its own
    std::filesystem::copy_file(corpus, copy);
    records.push_back(record_of(folder, copy, number, "3"));
  }
  const std::string merged = folder.path / "merged";
  const Finished finished = run({"merge", records[0], records[1], records[2], "-o", merged});
  EXPECT_EQ(finished.exit_code, 1) << finished.err;
  EXPECT_EQ(without_seconds(read_file(merged)),
            without_seconds(read_file(record_of(folder, corpus, "1", "1"))));
}

TEST(Corpus, OfShardsMustBeTheSame) {
  const Folder folder;
  const std::string one = record_of(folder, folder.path / "corpus", "1", "2");
  std::ofstream(folder.path / "other") << kOwn << "\n";
  const std::string two = record_of(folder, folder.path / "other", "2", "2");
  const Finished finished = run({"merge", one, two, "-o", folder.path / "merged"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("they differ in corpus"));
}

}  // namespace
}  // namespace bncheck::end_to_end
