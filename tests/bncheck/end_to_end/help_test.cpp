// What --help and completions look like, and what is suggested for a word that is not known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::vector<std::string>> kCommands = {{},
                                                         {"verify"},
                                                         {"replay"},
                                                         {"golden", "check"},
                                                         {"golden", "diff"},
                                                         {"grade"},
                                                         {"mutants"},
                                                         {"golden", "generate"},
                                                         {"bench"},
                                                         {"report"},
                                                         {"merge"},
                                                         {"list"},
                                                         {"explain"},
                                                         {"new"},
                                                         {"completion"}};

std::vector<std::string> with(std::vector<std::string> words, const std::string& last) {
  words.push_back(last);
  return words;
}

TEST(Help, FitsAScreenAndShowsAnExample) {
  for (const std::vector<std::string>& command : kCommands) {
    const std::string help = run(with(command, "--help")).out;
    EXPECT_THAT(help, HasSubstr("example"));
    std::istringstream lines(help);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 100U) << line;
    EXPECT_LE(count, 50) << help;
  }
}

TEST(Help, SuggestsTheWordThatIsMeant) {
  EXPECT_THAT(run({"verfy"}).err, HasSubstr("'verfy' (did you mean 'verify'?)"));
  EXPECT_THAT(run({"golden", "chek"}).err, HasSubstr("(did you mean 'check'?)"));
  EXPECT_THAT(run({"verify", "--dtpe", "f32"}).err, HasSubstr("(did you mean '--dtype'?)"));
  EXPECT_THAT(run({"verify", "eigne"}).err, HasSubstr("'eigne' (did you mean 'eigen'?)"));
  EXPECT_THAT(run({"explain", "gradient_smu"}).err, HasSubstr("(did you mean 'gradient_sum'?)"));
  EXPECT_THAT(run({"judge"}).err, Not(HasSubstr("did you mean")));
}

/// Asks bash what word `at` of a command line may become.
std::string completed(const std::string& words, int at) {
  const Folder folder;
  const std::string script = folder.path / "completion.bash", answer = folder.path / "answer";
  std::ofstream(script) << run({"completion", "bash"}).out << "COMP_WORDS=(bncheck " << words
                        << "); COMP_CWORD=" << at << "; _bncheck; echo \"${COMPREPLY[@]}\"";
  EXPECT_EQ(std::system(("bash " + script + " > " + answer).c_str()), 0);
  return read_file(answer);
}

TEST(Completion, KnowsCommandsAndTheirOptions) {
  EXPECT_EQ(completed("ver", 1), "verify\n");
  EXPECT_EQ(completed("verify cpu --dt", 3), "--dtype\n");
  EXPECT_EQ(completed("golden ''", 2), "check diff generate --help\n");
  EXPECT_EQ(completed("golden check --v", 3), "--vectors\n");
  EXPECT_EQ(completed("verify --in-process --dt", 3), "--dtype\n");
}

TEST(Completion, OffersNoOptionWhereAValueIsToCome) {
  EXPECT_EQ(completed("verify --dtype ''", 3), "\n");
  EXPECT_EQ(completed("golden check --vectors ''", 4), "\n");
}

TEST(Completion, IsForThreeShells) {
  EXPECT_THAT(run({"completion", "zsh"}).out, HasSubstr("#compdef bncheck"));
  EXPECT_THAT(run({"completion", "fish"}).out,
              AllOf(HasSubstr("-f -a verify\n"), HasSubstr("' -r -l dtype\n")));
  const Finished finished = run({"completion", "tcsh"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("no completion for 'tcsh': bash, zsh or fish"));
}

}  // namespace
}  // namespace bncheck::end_to_end
