// What is read is never written over, whatever name it is given.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

/// A folder with a file whose text must stay, and names of it.
class Overwriting : public testing::Test {
 protected:
  Overwriting() {
    std::ofstream(file) << "kept\n";
    std::filesystem::create_symlink(file, link);
    std::filesystem::create_hard_link(file, second);
  }

  void expect_refusal(const std::vector<std::string>& words) {
    const Finished finished = run(words);
    EXPECT_EQ(finished.exit_code, 2) << finished.out;
    EXPECT_THAT(finished.err, HasSubstr(", which it would overwrite: name another"));
    EXPECT_EQ(read_file(file), "kept\n");
  }

  Folder folder;
  const std::string file = folder.path / "file.so", link = folder.path / "link";
  const std::string second = folder.path / "second";
};

TEST_F(Overwriting, OfTheImplementationIsRefused) {
  for (const std::string& name : {file, link, second, folder.path.string() + "/./file.so"}) {
    expect_refusal({"verify", file, "--report", "md:" + name});
    expect_refusal({"verify", file, "--corpus", name});
  }
}

TEST_F(Overwriting, OfOtherInputsIsRefused) {
  expect_refusal({"verify", "--known-failures", file, "--report", "jsonl:" + link});
  expect_refusal({"verify", "--resume", file, "--report", "md:" + second});
  expect_refusal({"report", file, "--html", link});
  expect_refusal({"report", "--kill-matrix", file, "--html", file});
  expect_refusal({"merge", "run", "--known-failures", file, "-o", second});
  expect_refusal({"merge", file, "-o", folder.path / "new", "--report", "junit:" + file});
}

TEST_F(Overwriting, OfAnotherReportIsRefused) {
  const std::string both = folder.path / "both";
  expect_refusal({"verify", "--report", "jsonl:" + both, "--report", "junit:" + both});
  expect_refusal({"merge", file, "-o", both, "--report", "md:" + both});
  EXPECT_FALSE(std::filesystem::exists(both));
}

TEST_F(Overwriting, OfNothingIsAllowed) {
  const Finished finished =
      run({"verify", "--cases", "2", "--report", "md:/dev/null", "--report", "junit:/dev/null"});
  EXPECT_THAT(finished.err, Not(HasSubstr("overwrite")));
}

}  // namespace
}  // namespace bncheck::end_to_end
