#include "bncheck/mutants/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "bncheck/mutants/kill_matrix.h"
#include "core/error.h"
#include "properties/property.h"

namespace bncheck::mutants {
namespace {

bool is_law(std::string_view id) {
  const auto laws = properties::catalogue();
  return std::any_of(laws.begin(), laws.end(), [&](const auto& law) { return law.id == id; });
}

TEST(MutantCatalogue, EveryHeaderIsWhole) {
  EXPECT_GE(catalogue().size(), 100U);
  for (const Mutant& mutant : catalogue()) {
    EXPECT_FALSE(mutant.defect.empty() || mutant.seen_in.empty()) << mutant.name;
    EXPECT_TRUE(mutant.is_equivalent() || !mutant.laws().empty()) << mutant.name;
    for (const std::string_view law : mutant.laws()) {
      EXPECT_TRUE(is_law(law)) << mutant.name << " names " << law << ", which is no law";
    }
  }
}

TEST(MutantCatalogue, OwnMatrixHasEveryMutantAndEveryLaw) {
  const KillMatrix& matrix = own_matrix();
  std::vector<std::string> laws, mutants, rows;
  for (const properties::Property& law : properties::catalogue()) laws.emplace_back(law.id);
  for (const Mutant& mutant : catalogue()) mutants.emplace_back(mutant.name);
  for (const KillRow& row : matrix.rows) rows.push_back(row.mutant);
  EXPECT_EQ(matrix.laws, laws);
  EXPECT_EQ(rows, mutants)
      << "make it anew: bncheck mutants --matrix bncheck/mutants/kill_matrix.csv";
}

TEST(MutantCatalogue, IsSelectedByName) {
  const std::vector<Mutant> chosen = select("^eps_outside_root$");
  ASSERT_EQ(chosen.size(), 1U);
  EXPECT_EQ(chosen[0].cause, "eps_misplaced");
  EXPECT_EQ(select("").size(), catalogue().size());
  EXPECT_THROW(select("("), UsageError);
  EXPECT_THROW(select("no such mutant"), UsageError);
}

}  // namespace
}  // namespace bncheck::mutants
