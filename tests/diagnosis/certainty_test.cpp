// What is shown, and what is only likely.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diagnosis/diagnose.h"
#include "reference/certified_oracle.h"
#include "reference/error_budget.h"
#include "tests/properties/test_court.h"

namespace bncheck::diagnosis {
namespace {

using properties::Defect;
using properties::TestImplementation;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

Finding first_finding(Implementation& implementation) {
  const reference::CertifiedOracle oracle;
  const reference::ErrorBudget budget;
  Diagnostician diagnostician({implementation, oracle, budget, {}});
  const Case failing = parse_case(
      "f32 3x2 nchw training eps=0.01 momentum=0.1 weight=2,-1 bias=0.5 running_mean=5 "
      "running_var=9 x=uniform*2^0+1@1 dy=uniform*2^0+0@2");
  const std::vector<Finding> findings = diagnostician.explain(failing, "");
  return findings.empty() ? Finding{Cause::mean_wrong, "nothing", false} : findings.front();
}

TEST(Certainty, FormulaThatFitsEveryAnswerIsShown) {
  TestImplementation swaps(Defect::swaps_momentum);
  const Finding found = first_finding(swaps);
  EXPECT_TRUE(found.sure);
  EXPECT_THAT(found.sentence, Not(HasSubstr("Not always")));
}

/// Forgets the bias, but only in batches of few values.
class ForgetsSometimes : public TestImplementation {
 public:
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    Problem taken = problem;
    if (problem.shape.values_per_channel() < 5) taken.bias.clear();
    return TestImplementation::forward(taken, saved);
  }
};

TEST(Certainty, FormulaThatIsNotAlwaysInForceSaysSo) {
  ForgetsSometimes implementation;
  const Finding found = first_finding(implementation);
  EXPECT_FALSE(found.sure);
  EXPECT_THAT(found.sentence, EndsWith(". Not always: some problems are answered rightly."));
}

/// Answers y by something that no formula gives.
class Noise : public TestImplementation {
 public:
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    auto outcome = TestImplementation::forward(problem, saved);
    double noise = 0.5;
    for (double& each : outcome.outputs.y) each += noise = 3.9 * noise * (1 - noise);
    return outcome;
  }
};

TEST(Certainty, WrongOutputAloneIsLikelyOnly) {
  Noise implementation;
  const Finding found = first_finding(implementation);
  EXPECT_EQ(found.cause, Cause::affine_wrong);
  EXPECT_FALSE(found.sure);
}

}  // namespace
}  // namespace bncheck::diagnosis
