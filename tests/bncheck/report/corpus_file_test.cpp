#include "bncheck/report/corpus_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "bncheck/runner/corpus.h"
#include "core/error.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

/// A file of its own for one test.
class CorpusFiles : public testing::Test {
 protected:
  CorpusFiles() { std::remove(path_.c_str()); }
  ~CorpusFiles() override { std::remove(path_.c_str()); }

  std::string text() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }

  void write(const std::string& text) const { std::ofstream(path_) << text; }

  void add(const runner::Failure& failure) {
    CorpusFile(path_, options_, sample_subject()).on_failure(failure);
  }

  const std::string path_ = testing::TempDir() + "corpus_" + std::to_string(getpid());
  const std::string line_ = to_string(sample_failure().shrunk);
  runner::CampaignOptions options_ = sample_options();
};

TEST_F(CorpusFiles, GrowByTheShrunkCaseUnderAComment) {
  add(sample_failure());
  EXPECT_EQ(text(), "# running_statistics of mine.so, seed 7, case 5\n" + line_ + "\n");
  EXPECT_EQ(runner::read_corpus(path_).size(), 1U);
}

TEST_F(CorpusFiles, KeepWhatTheyHold) {
  write("# my own, without a newline at its end");
  add(sample_failure());
  EXPECT_THAT(text(), testing::StartsWith("# my own, without a newline at its end\n# running_"));
}

TEST_F(CorpusFiles, NeverHoldACaseTwice) {
  add(sample_failure());
  const std::string once = text();
  add(sample_failure());
  EXPECT_EQ(text(), once);
  write(line_ + "   # written otherwise\n");
  add(sample_failure());
  EXPECT_EQ(text(), line_ + "   # written otherwise\n");
}

TEST_F(CorpusFiles, LeaveOutWhatTheCampaignKnows) {
  options_.corpus = {sample_failure().shrunk};
  add(sample_failure());
  options_.corpus.clear();
  options_.known_failures = {"running_statistics"};
  add(sample_failure());
  EXPECT_EQ(text(), "");
}

TEST_F(CorpusFiles, KeepACommentOnItsLine) {
  Subject subject = sample_subject();
  subject.name = "two\nlines";
  CorpusFile(path_, options_, subject).on_failure(sample_failure());
  EXPECT_THAT(text(), testing::StartsWith("# running_statistics of two?lines, "));
}

TEST_F(CorpusFiles, AreRefusedAtOnceWhereTheyCannotBeWritten) {
  EXPECT_THROW(CorpusFile(path_ + "/beyond", options_, sample_subject()), UsageError);
  EXPECT_THROW(CorpusFile(testing::TempDir(), options_, sample_subject()), UsageError);
}

TEST_F(CorpusFiles, SayWhichLineIsBadWhereSomeoneEditedThem) {
  CorpusFile file(path_, options_, sample_subject());
  write("\nno case\n");
  try {
    file.on_failure(sample_failure());
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(path_ + ", line 2: malformed case"));
  }
}

// Each process adds the same cases: all are there at the end, and each once.
TEST_F(CorpusFiles, TakeCasesOfSeveralProcesses) {
  constexpr int kProcesses = 6;
  constexpr int kCases = 40;
  for (int process = 0; process < kProcesses; ++process) {
    if (fork() != 0) continue;
    CorpusFile file(path_, options_, sample_subject());
    runner::Failure failure = sample_failure();
    for (int i = 0; i < kCases; ++i) {
      failure.shrunk.eps = 1 + (i + process) % kCases;
      file.on_failure(failure);
    }
    _exit(0);
  }
  while (wait(nullptr) > 0) continue;
  EXPECT_EQ(runner::read_corpus(path_).size(), static_cast<std::size_t>(kCases));
  const std::string all = text();
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 2 * kCases);
}

}  // namespace
}  // namespace bncheck::report
