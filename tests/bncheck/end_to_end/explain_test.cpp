// What explain prints, for people at a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

constexpr const char* kExplained =
    R"(running_statistics [R1]: update of the running statistics
  law      running = (1 - momentum)*running + momentum*batch; batch is mean, and
           var*m/(m - 1) or as the dialect says; eps has no part in it
  proof    This is O3 itself: a weighted mean of the old value and the batch's,
           D1 naming the variance and D2 the weight. eps, weight and bias do not
           occur in it.
  budget   T2: the budgets of the batch's mean and variance times the momentum,
           the roundings of the update, and the rounding of momentum itself
           unless BN_DOUBLE_PARAMETERS is declared.
  catches  momentum swapped (Paddle #51120, d2l-en #2213), the biased variance
           (mlx #3817, tinygrad #807, tt-metal #55438), eps stored or added
           twice (chainer #4505), updates that are never stored (aprender #2166)
           or lost where the statistics have a stride (PyTorch #33867), blocks
           that race for them (TileOPs #1727).
  defect   tracks the biased variance
  clause   docs/specification.md, R1
)";

constexpr std::size_t kTextColumn = 11;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Returns the laws of the text, which blank lines separate, each with its lines.
std::vector<std::vector<std::string>> laws_of(const std::string& text) {
  std::vector<std::vector<std::string>> laws(1);
  for (const std::string& line : lines_of(text)) {
    if (line.empty()) laws.emplace_back();
    if (!line.empty()) laws.back().push_back(line);
  }
  return laws;
}

TEST(Explain, PrintsEverythingOfALaw) {
  const Finished finished = run({"explain", "R1"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_EQ(finished.err, "");
  EXPECT_EQ(finished.out, kExplained);
  EXPECT_EQ(finished.out, run({"explain", "^running_statistics$"}).out);
}

TEST(Explain, FindsALawByEachClauseThatItSpans) {
  for (const char* clause : {"B1", "B2", "B3", "B1-B3"}) {
    EXPECT_THAT(run({"explain", clause}).out, StartsWith("backward_training [B1-B3]: ")) << clause;
  }
}

TEST(Explain, PrintsEveryPartOfEveryLawWithin80Columns) {
  const auto laws = laws_of(run({"explain", "."}).out);
  EXPECT_EQ(laws.size(), lines_of(run({"list", "properties"}).out).size());
  for (const std::vector<std::string>& law : laws) {
    std::vector<std::string> headings;
    for (const std::string& line : law) {
      EXPECT_LE(line.size(), 80U) << line;
      if (&line == &law.front() || line.at(2) == ' ') continue;
      headings.push_back(line.substr(2, line.find(' ', 2) - 2));
      ASSERT_GT(line.size(), kTextColumn) << law.front() << " has no text at:" << line;
      EXPECT_NE(line.at(kTextColumn), ' ') << line;
    }
    EXPECT_THAT(headings, ElementsAre("law", "proof", "budget", "catches", "defect", "clause"))
        << law.front();
  }
}

TEST(Explain, SeparatesLawsByABlankLine) {
  const auto laws = laws_of(run({"explain", "E6"}).out);
  ASSERT_EQ(laws.size(), 2U);
  EXPECT_THAT(laws[0].front(), StartsWith("evaluation_order [E6]: "));
  EXPECT_THAT(laws[1].front(), StartsWith("evaluation_scaling [E6]: "));
}

TEST(Explain, PrintsThePageOfAllLaws) {
  std::ifstream file(LAWS_PAGE);
  const std::string page(std::istreambuf_iterator<char>(file), {});
  EXPECT_THAT(page, EndsWith("\n\n" + run({"explain", ".", "--markdown"}).out))
      << "docs/laws.md: put in what bncheck explain . --markdown prints";
}

}  // namespace
}  // namespace bncheck::end_to_end
