#include "bncheck/mutants/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace bncheck::mutants {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MutantMarkdown, PageIsThatOfTheOwnMatrix) {
  std::ifstream file(KILL_MATRIX_PAGE);
  std::ostringstream page;
  page << file.rdbuf();
  EXPECT_EQ(page.str(), to_markdown(select(""), own_matrix()))
      << "make it anew: bncheck mutants --markdown docs/kill_matrix.md";
}

TEST(MutantMarkdown, ShowsKillsStoriesAndEquivalentOnes) {
  KillMatrix matrix = own_matrix();
  const std::size_t laws = matrix.laws.size();
  matrix.rows = {{"wrong", std::vector<std::uint64_t>(laws)},
                 {"equal", std::vector<std::uint64_t>(laws)}};
  matrix.rows[0].first_case[1] = 7;
  const Mutant wrong = {"wrong", "takes a|b", "report 1", "repetition", "mean_wrong"};
  const Mutant equal = {"equal", "adds zero", "report 2", "nothing: zero changes nothing",
                        "mean_wrong"};
  const std::string page = to_markdown({wrong, equal}, matrix);
  EXPECT_THAT(page, HasSubstr("wrong                               .#"));
  EXPECT_THAT(page, HasSubstr("| wrong | takes a\\|b | report 1 | 1 | 7 |"));
  EXPECT_THAT(page, HasSubstr("- equal: adds zero. Killed by nothing: zero changes nothing."));
  EXPECT_THAT(page, HasSubstr("The smallest set of laws that kills all: repetition."));
  EXPECT_THAT(to_markdown({wrong}, matrix), Not(HasSubstr("Equivalent")));
}

}  // namespace
}  // namespace bncheck::mutants
