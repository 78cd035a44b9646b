#include "properties/trial.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/case.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

constexpr const char* kLine =
    "f32 2x1 nchw training eps=1 momentum=0.1 weight=1 bias=0 running_mean=0 running_var=1 "
    "x=alternating*2^0+3@0 dy=ramp*2^0+1@0";

/// Runs backward and returns the statistics that it was given.
SavedStatistics given(const char* line, Defect defect, const Dialect& dialect) {
  TestImplementation implementation(defect, dialect);
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, dialect};
  Trial trial(court, expand(parse_case(line)));
  trial.backward();
  return implementation.given;
}

const float kInvstd = 1 / std::sqrt(2.0F);  // var = 1, eps = 1

TEST(Trial, GivesBackwardTheImplementationsOwnStatistics) {
  const SavedStatistics saved = given(kLine, Defect::drops_the_last_value, {});
  EXPECT_EQ(saved.mean, std::vector<double>{2});  // its own wrong mean, (4 + 2)/2 - 2/2
  EXPECT_EQ(saved.invstd, std::vector<double>{kInvstd});
}

TEST(Trial, GivesBackwardTheTruthWhereTheDialectSavesNoInvstd) {
  for (const char* dialect : {"keras3", "pytorch;saved=variance"}) {
    const SavedStatistics saved =
        given(kLine, Defect::drops_the_last_value, parse_dialect(dialect));
    EXPECT_EQ(saved.mean, std::vector<double>{3}) << dialect;
    EXPECT_EQ(saved.invstd, std::vector<double>{kInvstd}) << dialect;
  }
}

TEST(Trial, GivesBackwardTheTruthWhereForwardDidNotAnswer) {
  EXPECT_EQ(given(kLine, Defect::refuses, {}).mean, std::vector<double>{3});
}

TEST(Trial, GivesBackwardNothingInEvaluation) {
  std::string line = kLine;
  line.replace(line.find("training"), 8, "evaluation");
  EXPECT_TRUE(given(line.c_str(), Defect::none, {}).mean.empty());
}

TEST(Trial, CallsTheImplementationOnce) {
  TestImplementation implementation;
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, {}};
  Trial trial(court, expand(parse_case(kLine)));
  trial.forward();
  trial.backward();
  trial.forward();
  EXPECT_EQ(implementation.forward_calls, 1);
}

TEST(Trial, IsPlainWithoutWeightAndBias) {
  TestImplementation implementation;
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, {}};
  Trial trial(court, expand(parse_case(kLine)));
  EXPECT_TRUE(trial.plain().problem().weight.empty());
  EXPECT_TRUE(trial.plain().problem().bias.empty());
  EXPECT_EQ(&trial.plain().plain(), &trial.plain());
}

}  // namespace
}  // namespace bncheck::properties
