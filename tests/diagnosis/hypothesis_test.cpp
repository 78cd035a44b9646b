#include "diagnosis/hypothesis.h"

#include <gtest/gtest.h>

#include "diagnosis/probes.h"
#include "diagnosis/weigh.h"
#include "reference/certified_oracle.h"
#include "reference/error_budget.h"
#include "tests/properties/test_court.h"

namespace bncheck::diagnosis {
namespace {

std::vector<Observation> honest_observations() {
  static const reference::CertifiedOracle oracle;
  static const reference::ErrorBudget budget;
  properties::TestImplementation honest;
  const Suspect suspect = {honest, oracle, budget, {}};
  std::vector<Observation> all;
  for (const Problem& each : probes(DType::f32)) all.push_back(observe(suspect, each));
  return all;
}

TEST(Formula, IsTheDefinitionWhereNothingIsReplaced) {
  const Hypothesis definition = {Cause::mean_wrong, "", {}};
  for (const Observation& seen : honest_observations()) {
    ASSERT_FALSE(seen.is_wrong());
    const Weight weight = weigh(definition, {&seen, 1});
    EXPECT_EQ(weight.elsewhere, 0);
    EXPECT_FALSE(weight.is_contradicted());
  }
}

TEST(Hypotheses, ExplainNothingThatIsRight) {
  const std::vector<Observation> seen = honest_observations();
  for (const Hypothesis& each : hypotheses()) {
    EXPECT_FALSE(weigh(each, seen).fits()) << each.sentence;
  }
}

/// A formula that no probe tells from the definition could never be found.
TEST(Hypotheses, DifferFromTheDefinitionOnSomeProbe) {
  const std::vector<Observation> seen = honest_observations();
  std::vector<std::string> idle;
  std::size_t wrong = 0;
  for (const Hypothesis& each : hypotheses()) {
    if (weigh(each, seen).elsewhere > 0) {
      ++wrong;
    } else {
      idle.push_back(each.sentence);
    }
  }
  // Those that only cases of the campaign show: long channels, coarse numbers, subnormal ones.
  EXPECT_GT(wrong, 3 * idle.size());
}

}  // namespace
}  // namespace bncheck::diagnosis
