#include "bncheck/mutants/kill_matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>

#include "core/error.h"

namespace bncheck::mutants {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const KillMatrix kMatrix = {{"first", "second"}, {{"a", {3, 0}}, {"b", {0, 0}}}};

TEST(KillMatrix, CsvIsReadBack) {
  EXPECT_EQ(to_csv(kMatrix), "mutant,first,second\na,3,\nb,,\n");
  EXPECT_EQ(parse_csv(to_csv(kMatrix), "kill.csv"), kMatrix);
  EXPECT_EQ(parse_csv("mutant,first,second\r\na,3,\r\nb,,\r\n", "kill.csv"), kMatrix);
}

TEST(KillMatrix, CountsKills) {
  EXPECT_EQ(kMatrix.kills(0), 1U);
  EXPECT_EQ(kMatrix.kills(1), 0U);
  EXPECT_FALSE(kMatrix.rows[0].survived());
  EXPECT_TRUE(kMatrix.rows[1].survived());
}

std::string error_of(const std::string& text) {
  try {
    parse_csv(text, "kill.csv");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST(KillMatrix, BadInputIsNamedWithItsLine) {
  EXPECT_THAT(error_of(""), HasSubstr("kill.csv:1: not a kill matrix"));
  EXPECT_THAT(error_of("name,first\n"), HasSubstr("kill.csv:1: not a kill matrix"));
  EXPECT_EQ(error_of("mutant,first\na,1,2\n"),
            "kill.csv:2: the line has 3 fields; the header has 2");
  EXPECT_EQ(error_of("mutant,first\na,1\nb,x\n"), "kill.csv:3: 'x' is not the number of a case");
  EXPECT_EQ(error_of("mutant,first\na,1\na,1\n"), "kill.csv:3: there is a line of a already");
  EXPECT_EQ(error_of("mutant,first\na,0\n"), "kill.csv:2: '0' is not the number of a case");
  EXPECT_EQ(error_of("mutant,first\na,-1\n"), "kill.csv:2: '-1' is not the number of a case");
}

TEST(KillMatrix, DifferencesNameTheMutantAndItsKillers) {
  EXPECT_THAT(differences(kMatrix, kMatrix), IsEmpty());
  const KillMatrix other = {{"first", "second"}, {{"a", {0, 4}}, {"c", {1, 1}}}};
  EXPECT_THAT(differences(kMatrix, other),
              ElementsAre("a: not killed by first at case 3; but by second at case 4",
                          "b: is no mutant any more", "c: is new"));
  KillMatrix renamed = kMatrix;
  renamed.laws[1] = "third";
  EXPECT_THAT(differences(kMatrix, renamed), ElementsAre("the laws are not the same"));
}

KillMatrix of_kills(const std::vector<std::vector<std::uint64_t>>& rows) {
  KillMatrix matrix;
  for (const auto& row : rows) matrix.rows.push_back({"m", row});
  matrix.laws.resize(rows.front().size());
  return matrix;
}

TEST(SmallestCover, BeatsTakingTheStrongestLawFirst) {
  // Law 0 kills four of six; laws 1 and 2 kill three each, and together all.
  const KillMatrix matrix =
      of_kills({{1, 1, 0}, {1, 1, 0}, {0, 1, 0}, {1, 0, 1}, {1, 0, 1}, {0, 0, 1}});
  EXPECT_THAT(smallest_cover(matrix), ElementsAre(1, 2));
}

TEST(SmallestCover, LeavesSurvivorsOut) {
  EXPECT_THAT(smallest_cover(of_kills({{0, 7}, {0, 0}})), ElementsAre(1));
  EXPECT_THAT(smallest_cover(of_kills({{0, 0}})), IsEmpty());
}

TEST(SmallestCover, IsASmallestOneOfAllSubsets) {
  // Every pattern of kills of a fixed, irregular row of bits: checked against all 2^6 subsets.
  for (std::uint32_t pattern = 1; pattern < 200; ++pattern) {
    std::vector<std::vector<std::uint64_t>> rows(5, std::vector<std::uint64_t>(6));
    for (std::uint32_t i = 0; i < 30; ++i)
      rows[i / 6][i % 6] = pattern * (i + 3) * 2654435761U >> 31U;
    const KillMatrix matrix = of_kills(rows);
    std::size_t smallest = 6;
    for (std::uint32_t subset = 0; subset < 64; ++subset) {
      bool covers = true;
      for (const KillRow& row : matrix.rows) {
        bool killed = row.survived();
        for (std::size_t law = 0; law < 6; ++law) {
          killed = killed || ((subset >> law & 1U) != 0 && row.first_case[law] > 0);
        }
        covers = covers && killed;
      }
      if (covers) smallest = std::min<std::size_t>(smallest, std::popcount(subset));
    }
    EXPECT_EQ(smallest_cover(matrix).size(), smallest) << pattern;
  }
}

}  // namespace
}  // namespace bncheck::mutants
