#include "bncheck/report/whole_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace bncheck::report {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class WholeFileTest : public testing::Test {
 protected:
  WholeFileTest() { fs::create_directories(folder_); }
  ~WholeFileTest() override { fs::remove_all(folder_); }

  static std::string read(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  /// Returns what opening the file throws; empty if nothing.
  static std::string refusal(const std::string& path) {
    try {
      WholeFile file(path);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  }

  long files() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  fs::path folder_ = testing::TempDir() + "bncheck_whole_" + std::to_string(getpid());
  fs::path path_ = folder_ / "report";
};

TEST_F(WholeFileTest, IsNotThereBeforeItIsWritten) {
  WholeFile file(path_);
  EXPECT_EQ(files(), 0);
  file.write("all of it");
  EXPECT_EQ(read(path_), "all of it");
  EXPECT_EQ(files(), 1);
}

TEST_F(WholeFileTest, LeavesWhatWasThereUntilThen) {
  std::ofstream(path_) << "before";
  WholeFile file(path_);
  EXPECT_EQ(read(path_), "before");
  file.write("after");
  EXPECT_EQ(read(path_), "after");
}

TEST_F(WholeFileTest, FollowsALink) {
  std::ofstream(folder_ / "target") << "before";
  fs::create_symlink("target", path_);
  WholeFile(path_).write("after");
  EXPECT_TRUE(fs::is_symlink(path_));
  EXPECT_EQ(read(folder_ / "target"), "after");
}

TEST_F(WholeFileTest, LeavesWhatWasThereWhereItCannotBeWrittenToItsEnd) {
  std::ofstream(path_) << "before";
  WholeFile file(path_);
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit four_bytes{4, limit.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &four_bytes);
  EXPECT_THROW(file.write("too long"), UsageError);
  setrlimit(RLIMIT_FSIZE, &limit);
  EXPECT_EQ(read(path_), "before");
  EXPECT_EQ(files(), 1);
}

TEST_F(WholeFileTest, WritesADeviceInItsPlace) {
  WholeFile("/dev/null").write("nothing");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(WholeFileTest, RefusesWhatCannotBeWritten) {
  EXPECT_THAT(refusal("/no/such/folder/x"), HasSubstr("/no/such/folder/x: No such file"));
  EXPECT_THAT(refusal(folder_), HasSubstr("Is a directory"));
}

}  // namespace
}  // namespace bncheck::report
