// What a dialect leaves to an implementation is no defect, and in another dialect it is one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "diagnosis/diagnose.h"
#include "diagnosis/special.h"
#include "reference/certified_oracle.h"
#include "reference/error_budget.h"
#include "tests/properties/test_court.h"

namespace bncheck::diagnosis {
namespace {

using properties::Defect;
using properties::TestImplementation;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

constexpr const char* kCase =
    "f32 3x2 nchw training eps=0 momentum=0.1 weight=2,-1 bias=0.5 running_mean=5 running_var=9 "
    "x=uniform*2^0+1@1 dy=uniform*2^0+0@2";

/// Does what one of its functions says, and is honest else.
class Particular : public TestImplementation {
 public:
  bool (*refuses)(const Problem&) = [](const Problem&) { return false; };
  double least_eps = 0;
  double after_nothing = 0;  ///< added to the running statistics by an empty batch

  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    if (refuses(problem)) return {CallStatus::invalid, "", {}};
    if (!problem.x.empty()) return TestImplementation::forward(taken(problem), saved);
    Outcome<Forward<double>> none{CallStatus::ok, "", {}};
    none.outputs.running_mean = problem.running_mean;
    none.outputs.running_var = problem.running_var;
    for (double& each : none.outputs.running_var) each += after_nothing;
    return none;
  }

  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    if (refuses(problem)) return {CallStatus::invalid, "", {}};
    return TestImplementation::backward(taken(problem), saved);
  }

  Outcome<DoubleBackward<double>> double_backward(const Problem& problem,
                                                  const SavedStatistics& saved,
                                                  const SecondGradients& second) override {
    if (refuses(problem)) return {CallStatus::invalid, "", {}};
    return TestImplementation::double_backward(taken(problem), saved, second);
  }

 private:
  Problem taken(Problem problem) const {
    problem.eps = std::fmax(problem.eps, least_eps);
    return problem;
  }
};

Suspect suspect_in(const char* dialect, Implementation& implementation) {
  static const reference::CertifiedOracle oracle;
  static const reference::ErrorBudget budget;
  return {implementation, oracle, budget, parse_dialect(dialect)};
}

std::vector<Cause> causes_in(const char* dialect, Implementation& implementation) {
  Diagnostician diagnostician(suspect_in(dialect, implementation));
  std::vector<Cause> causes;
  for (const Finding& each : diagnostician.explain(parse_case(kCase), "")) {
    causes.push_back(each.cause);
  }
  return causes;
}

TEST(DiagnosisInADialect, TakesTheEpsThatTheDialectComputesWith) {
  Particular raises;
  raises.least_eps = 0.005;
  EXPECT_THAT(causes_in("pytorch;eps=raised_to:0.005", raises), IsEmpty());
  EXPECT_THAT(causes_in("pytorch", raises), ElementsAre(Cause::eps_wrong_value));
}

TEST(DiagnosisInADialect, LetsAbsentParametersBeRefused) {
  Particular demands;
  demands.refuses = [](const Problem& p) { return p.weight.empty() || p.bias.empty(); };
  EXPECT_THAT(causes_in("pytorch;affine=required", demands), IsEmpty());
  EXPECT_THAT(causes_in("pytorch", demands), ElementsAre(Cause::parameter_absent));
}

TEST(DiagnosisInADialect, LetsAnEpsBeRefused) {
  Particular refuses;
  refuses.refuses = [](const Problem& p) { return p.eps < 1e-3; };
  EXPECT_THAT(causes_in("pytorch;eps=refused_below:0.001", refuses), IsEmpty());
}

TEST(DiagnosisInADialect, EmptyBatchMayDoWhatTheDialectDoesNotSay) {
  Particular changes;
  changes.after_nothing = 1;
  Problem training = expand(parse_case(kCase));
  training.eps = 0.01;
  const auto explained_in = [&](const char* dialect) {
    return explain_by_small_batches(suspect_in(dialect, changes), training).has_value();
  };
  EXPECT_TRUE(explained_in("pytorch"));
  EXPECT_FALSE(explained_in("pytorch;empty_batch=any"));
}

TEST(DiagnosisInADialect, OneValuePerChannelMayBeWhatTheDialectDoesNotSay) {
  Particular refuses;
  refuses.refuses = [](const Problem& p) { return p.shape.values_per_channel() == 1; };
  TestImplementation accepts(Defect::accepts_one_value);
  Problem training = expand(parse_case(kCase));
  training.eps = 0.01;
  const auto explained_in = [&](const char* rule, Implementation& implementation) {
    const std::string dialect = std::string("pytorch;empty_batch=any;one_value=") + rule;
    return explain_by_small_batches(suspect_in(dialect.c_str(), implementation), training)
        .has_value();
  };
  EXPECT_FALSE(explained_in("refused", refuses));
  EXPECT_TRUE(explained_in("accepted", refuses));
  EXPECT_FALSE(explained_in("any", refuses));
  EXPECT_TRUE(explained_in("refused", accepts));
  EXPECT_FALSE(explained_in("accepted", accepts));
  EXPECT_FALSE(explained_in("any", accepts));
}

}  // namespace
}  // namespace bncheck::diagnosis
