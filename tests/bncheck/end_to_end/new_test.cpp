// What `bncheck new` writes, compiles as it says and passes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

/// Begins a file, and returns what is printed.
std::string begin(const std::string& file) {
  const Finished finished = run({"new", file});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  return finished.out;
}

TEST(New, CompilesAsItSaysAndPasses) {
  const Folder folder;
  for (const std::string name : {"mine.c", "yours.cpp"}) {
    const std::string file = folder.path / name;
    const std::string compile = line_after(begin(file), "  c");
    ASSERT_EQ(std::system(("c" + compile).c_str()), 0) << compile;
    const std::string library = std::filesystem::path(file).replace_extension(".so");
    const Finished verified = run({"verify", library, "--cases", "60"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out;
  }
}

TEST(New, QuotesWhatAShellWouldTakeApart) {
  const Folder folder;
  const std::string file = folder.path / "a b;c.c";
  const std::string told = begin(file);
  EXPECT_THAT(told, HasSubstr(" '" + file + "' -o '"));
  EXPECT_EQ(std::system(("c" + line_after(told, "  c")).c_str()), 0) << told;
}

TEST(New, BeginsPythonWithoutACompiler) {
  const Folder folder;
  const std::string file = folder.path / "mine.py";
  EXPECT_EQ(begin(file),
            "wrote " + file + "\nput your own code in, then\n  bncheck verify " + file + "\n");
  EXPECT_EQ(run({"verify", file, "--cases", "40"}).exit_code, 0);
}

TEST(New, LeavesWhatIsThere) {
  const Folder folder;
  const std::string file = folder.path / "mine.c", header = folder.path / "bn_plugin.h";
  std::ofstream(header) << "own\n";
  EXPECT_THAT(begin(file), HasSubstr("kept " + header + ", which differs from that of bncheck "));
  EXPECT_EQ(read_file(header), "own\n");
  const std::string before = read_file(file);
  std::ofstream(file, std::ios::app) << "own\n";
  const Finished again = run({"new", file});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.err, HasSubstr("is there already"));
  EXPECT_EQ(read_file(file), before + "own\n");
}

TEST(New, SaysWhatItCannotBegin) {
  const Finished rust = run({"new", "mine.rs"});
  EXPECT_EQ(rust.exit_code, 2);
  EXPECT_THAT(rust.err, HasSubstr("cannot begin 'mine.rs': its name ends in .c, .cpp"));
  const Finished nowhere = run({"new", "/no/such/folder/mine.c"});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("cannot write '/no/such/folder/mine.c': No such file"));
}

}  // namespace
}  // namespace bncheck::end_to_end
