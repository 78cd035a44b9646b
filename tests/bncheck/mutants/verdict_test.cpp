#include "bncheck/mutants/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "properties/property.h"

namespace bncheck::mutants {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Mutant kWrong = {"wrong", "", "", "training_output, running_statistics", "eps_omitted"};
const Mutant kEqual = {"equal", "", "", "nothing: it adds zero", "mean_wrong"};

/// Returns the matrix of one mutant that laws of these ids kill, at cases 5, 6, ...
KillMatrix killed_by(const Mutant& mutant, const std::vector<std::string_view>& ids) {
  KillMatrix matrix;
  matrix.rows.push_back({std::string(mutant.name), {}, 100});
  std::uint64_t at = 4;
  for (const properties::Property& law : properties::catalogue()) {
    matrix.laws.emplace_back(law.id);
    const bool kills = std::find(ids.begin(), ids.end(), law.id) != ids.end();
    matrix.rows[0].first_case.push_back(kills ? ++at : 0);
  }
  return matrix;
}

TEST(MutantVerdict, HeaderNamesLawsOrNothing) {
  EXPECT_THAT(kWrong.laws(), ElementsAre("training_output", "running_statistics"));
  EXPECT_THAT(kEqual.laws(), IsEmpty());
}

TEST(MutantVerdict, AllLawsThatTheHeaderNamesMustKill) {
  EXPECT_THAT(complaints({kWrong}, killed_by(kWrong, {"training_output", "running_statistics"})),
              IsEmpty());
  EXPECT_THAT(complaints({kWrong}, killed_by(kWrong, {"training_output", "shift"})),
              ElementsAre("wrong: is not killed by running_statistics, which its header names"));
  EXPECT_THAT(complaints({kWrong}, killed_by(kWrong, {})), ElementsAre("wrong: survives"));
}

TEST(MutantVerdict, EquivalentOneMustSurvive) {
  EXPECT_THAT(complaints({kEqual}, killed_by(kEqual, {})), IsEmpty());
  EXPECT_THAT(complaints({kEqual}, killed_by(kEqual, {"shift"})),
              ElementsAre("equal: is killed, though its header proves it equivalent"));
  KillMatrix refused = killed_by(kEqual, {});
  refused.rows[0].judged = 0;
  EXPECT_THAT(complaints({kEqual}, refused),
              ElementsAre("equal: nothing that it answers was judged"));
}

TEST(MutantVerdict, SummaryLeavesEquivalentOnesOutOfTheScore) {
  KillMatrix matrix = killed_by(kWrong, {"training_output"});
  matrix.rows.push_back(killed_by(kWrong, {}).rows[0]);
  matrix.rows.push_back(killed_by(kEqual, {}).rows[0]);
  EXPECT_EQ(summary({kWrong, kWrong, kEqual}, matrix),
            "3 mutants, 1 killed, 1 survived, 1 equivalent: mutation score 50.0 %");
}

TEST(MutantVerdict, LawKillsAloneWhereNoOtherDoes) {
  const KillMatrix matrix = killed_by(kWrong, {"execution"});
  EXPECT_EQ(kills_alone(matrix, 0), 1U);
  EXPECT_EQ(kills_alone(killed_by(kWrong, {"execution", "shift"}), 0), 0U);
  EXPECT_EQ(first_kill(matrix.rows[0]), "5");
  EXPECT_EQ(first_kill(killed_by(kWrong, {}).rows[0]), "-");
}

}  // namespace
}  // namespace bncheck::mutants
