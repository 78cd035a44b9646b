// The suite's own power: every mutant is killed by the laws that its header names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

TEST(Mutants, EveryOneIsKilledByTheLawsThatItsHeaderNames) {
  const Finished finished = run({"mutants", "--named"});
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  EXPECT_THAT(finished.out, EndsWith(": mutation score 100.0 %\n"));
}

TEST(Mutants, MatrixIsWrittenAndChecked) {
  const Folder folder;
  const std::string file = folder.path / "kill.csv";
  const std::vector<std::string> command = {"mutants", "^eps_outside_root$", "--cases", "3"};
  auto with = [&](const char* option) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {option, file});
    return run(words);
  };
  EXPECT_EQ(with("--matrix").exit_code, 0);
  EXPECT_EQ(with("--check").exit_code, 0);
  std::string text = read_file(file);
  text.insert(text.size() - 1, ",7");
  std::ofstream(file) << text;
  EXPECT_THAT(with("--check").err, HasSubstr("fields; the header has"));
}

TEST(Mutants, ThePreciseOracleComesToTheSameMatrix) {
  const Folder folder;
  const std::string file = folder.path / "kill.csv";
  std::vector<std::string> words = {"mutants", "^one_pass", "--matrix", file, "--cases", "40"};
  EXPECT_EQ(run(words).exit_code, 0);
  words[2] = "--check";
  words.insert(words.end(), {"--oracle", "precise"});
  EXPECT_EQ(run(words).exit_code, 0);
  EXPECT_THAT(run({"mutants", "--oracle", "exact"}).err,
              HasSubstr("--oracle takes certified or precise"));
}

TEST(Mutants, MatrixThatIsNotWhatComesOutFails) {
  const Folder folder;
  const std::string file = folder.path / "kill.csv";
  const std::vector<std::string> command = {"mutants", "^eps_outside_root$", "--cases"};
  auto with = [&](const char* cases, const char* option) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {cases, option, file});
    return run(words);
  };
  EXPECT_EQ(with("3", "--matrix").exit_code, 0);
  const Finished finished = with("9", "--check");
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("eps_outside_root: not killed by (nothing); but by "));
}

TEST(Mutants, AreFoundByName) {
  const Finished finished = run({"verify", "eps_outside_root", "--cases", "3"});
  EXPECT_EQ(finished.exit_code, 1) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("verifying eps_outside_root "));
}

TEST(Mutants, MisuseIsNamed) {
  EXPECT_THAT(run({"mutants", "nobody"}).err, HasSubstr("no mutant's name matches 'nobody'"));
  EXPECT_THAT(run({"mutants", "eps", "--check", "/nowhere"}).err,
              HasSubstr("cannot read /nowhere"));
  for (const char* option : {"--cases", "--jobs", "--seed"}) {
    const Finished finished = run({"mutants", "eps", option, "none"});
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_EQ(finished.out, "") << "nothing is begun";
  }
  const Finished lost = run({"mutants", "^eps_fixed$", "--matrix", "/nowhere/kill.csv"});
  EXPECT_THAT(lost.err, HasSubstr("cannot write /nowhere/kill.csv"));
  EXPECT_EQ(lost.out, "") << "nothing is begun";
}

}  // namespace
}  // namespace bncheck::end_to_end
