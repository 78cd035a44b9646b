#include "diagnosis/diagnose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "diagnosis/faults.h"
#include "reference/certified_oracle.h"
#include "reference/error_budget.h"
#include "tests/bncheck/runner/planted_bugs.h"

namespace bncheck::diagnosis {
namespace {

using properties::Defect;
using properties::TestImplementation;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kCase =
    "f32 3x2 nchw training eps=0.01 momentum=0.1 weight=2,-1 bias=0.5 running_mean=5 running_var=9 "
    "x=uniform*2^0+1@1 dy=uniform*2^0+0@2";

const reference::CertifiedOracle& oracle() {
  static const reference::CertifiedOracle oracle;
  return oracle;
}

std::vector<Finding> findings_of(Implementation& implementation, const std::string& reason = "") {
  const reference::ErrorBudget budget;
  Diagnostician diagnostician({implementation, oracle(), budget, {}});
  return diagnostician.explain(parse_case(kCase), reason);
}

std::vector<Finding> findings_of(const char* bug) {
  const auto implementation = runner::opens(runner::planted_bug(bug))(runner::kCaseTimeout);
  return findings_of(*implementation);
}

/// The cause that is named first; nothing if none is.
std::optional<Cause> first_cause(const char* bug) {
  const std::vector<Finding> findings = findings_of(bug);
  return findings.empty() ? std::nullopt : std::optional(findings.front().cause);
}

TEST(Diagnosis, SaysNothingOfAnHonestImplementation) {
  TestImplementation honest;
  EXPECT_THAT(findings_of(honest), IsEmpty());
}

TEST(Diagnosis, TellsWrongFormulasApart) {
  EXPECT_EQ(first_cause("eps ignored"), Cause::eps_omitted);
  EXPECT_EQ(first_cause("eps outside the root"), Cause::eps_misplaced);
  EXPECT_EQ(first_cause("divisor m - 1"), Cause::variance_divisor);
  EXPECT_EQ(first_cause("momentum swapped"), Cause::momentum_wrong);
  EXPECT_EQ(first_cause("running_var biased"), Cause::running_var_divisor);
  EXPECT_EQ(first_cause("dx without mean term"), Cause::backward_missing_term);
  EXPECT_EQ(first_cause("dx without variance term"), Cause::backward_missing_term);
  EXPECT_EQ(first_cause("dweight not centred"), Cause::dweight_wrong);
  EXPECT_EQ(first_cause("bias forgotten"), Cause::affine_wrong);
}

TEST(Diagnosis, TellsAffectedPlacesApart) {
  EXPECT_EQ(first_cause("next channel's weight"), Cause::weight_of_wrong_channel);
  EXPECT_EQ(first_cause("third channel with the first's bias"), Cause::weight_of_wrong_channel);
  EXPECT_EQ(first_cause("last value left as x"), Cause::values_dropped);
  EXPECT_EQ(first_cause("evaluation in backward"), Cause::backward_wrong_mode);
  EXPECT_EQ(first_cause("one-pass variance"), Cause::one_pass_variance);
}

TEST(Diagnosis, SeesWhatTurnsOnTheMemoryOrder) {
  EXPECT_EQ(first_cause("strided"), Cause::layout_ignored);
  EXPECT_EQ(first_cause("nhwc"), Cause::layout_ignored);
}

TEST(Diagnosis, ExplainsInWords) {
  const std::vector<Finding> findings = findings_of("momentum swapped");
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().sentence,
            "Momentum weighs the old value: the running statistics weigh the batch by 1 - "
            "momentum.");
}

/// Answers forward with an eps of its own.
class FixedEps : public TestImplementation {
 public:
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    Problem taken = problem;
    taken.eps = 0.003;
    return TestImplementation::forward(taken, saved);
  }
};

TEST(Diagnosis, NamesTheNumberThatItReadsOff) {
  FixedEps implementation;
  const std::vector<Finding> findings = findings_of(implementation);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().cause, Cause::eps_wrong_value);
  EXPECT_THAT(findings.front().sentence, HasSubstr("0.003"));
}

/// Normalizes as if the tensor had another shape.
class OverOtherAxes : public TestImplementation {
 public:
  explicit OverOtherAxes(Shape (*taken)(const Shape&)) : taken_(taken) {}

  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    auto outcome = TestImplementation::forward(problem, saved);
    if (problem.mode == Mode::evaluation || outcome.status != CallStatus::ok) return outcome;
    Problem other = problem;
    other.shape = taken_(problem.shape);
    for (auto* each : {&other.weight, &other.bias, &other.running_mean, &other.running_var}) {
      each->clear();
    }
    const auto xhat = TestImplementation::forward(other, false).outputs.y;
    if (xhat.empty()) return outcome;  // one value a channel
    for (std::int64_t c = 0; c < problem.shape.c; ++c) {
      for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
        const auto at = static_cast<std::size_t>(problem.shape.index(c, j));
        outcome.outputs.y[at] =
            round_to(problem.dtype, xhat[at] * problem.weight_of(c) + problem.bias_of(c));
      }
    }
    return outcome;
  }

 private:
  Shape (*taken_)(const Shape&);
};

TEST(Diagnosis, NamesTheAxesOfTheStatistics) {
  const auto sentence_of = [](Shape (*taken)(const Shape&)) {
    OverOtherAxes implementation(taken);
    const std::vector<Finding> findings = findings_of(implementation);
    return findings.empty() ? "" : findings.front().sentence;
  };
  EXPECT_THAT(sentence_of([](const Shape& s) {
                return Shape{1, s.n * s.c, s.spatial};
              }),
              HasSubstr("very image is normalized on its own"));
  EXPECT_THAT(sentence_of([](const Shape& s) {
                return Shape{s.n, s.c * s.spatial_size(), {}};
              }),
              HasSubstr("very place of an image is normalized on its own"));
  EXPECT_THAT(sentence_of([](const Shape& s) {
                return Shape{1, s.n, {s.c * s.spatial_size()}};
              }),
              HasSubstr("very image is normalized over its channels, too"));
  EXPECT_THAT(sentence_of([](const Shape& s) {
                return Shape{s.n * s.c, 1, s.spatial};
              }),
              HasSubstr("over all channels together"));
}

/// Keeps something from call to call.
class Remembers : public TestImplementation {
 public:
  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    auto outcome = TestImplementation::backward(problem, saved);
    for (double& each : outcome.outputs.dbias) each += static_cast<double>(calls_);
    ++calls_;
    return outcome;
  }

 private:
  int calls_ = 0;
};

TEST(Diagnosis, SeesWhatIsKeptBetweenCalls) {
  Remembers used;
  const reference::ErrorBudget budget;
  const auto reopen = [] { return std::make_unique<Remembers>(); };
  Diagnostician diagnostician({used, oracle(), budget, {}, reopen});
  const std::vector<Finding> findings = diagnostician.explain(parse_case(kCase), "");
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.front().cause, Cause::state_between_calls);
}

/// Answers nothing that makes sense.
class Nonsense : public TestImplementation {
 public:
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    auto outcome = TestImplementation::forward(problem, saved);
    outcome.outputs.y.assign(3, std::numeric_limits<double>::quiet_NaN());
    outcome.outputs.running_var.clear();
    for (double& each : outcome.outputs.save_invstd) {
      each = each > 1 ? -std::numeric_limits<double>::infinity() : 0;
    }
    return outcome;
  }
};

TEST(Diagnosis, SurvivesAnyAnswer) {
  Nonsense implementation;
  EXPECT_LE(findings_of(implementation).size(), kTold);
  TestImplementation refuses(Defect::refuses), invalid(Defect::calls_arguments_invalid),
      crashes(Defect::crashes);
  for (Implementation* each : {&refuses, &invalid, &crashes}) {
    EXPECT_LE(findings_of(*each).size(), kTold);
  }
}

TEST(Diagnosis, TakesFaultsAtTheirWord) {
  TestImplementation crashes(Defect::crashes);
  const auto cause_of = [&crashes](const char* reason) {
    const std::vector<Finding> findings = findings_of(crashes, reason);
    return findings.empty() ? std::nullopt : std::optional(findings.front().cause);
  };
  EXPECT_EQ(cause_of("the implementation wrote past the end of y"), Cause::memory_overrun);
  EXPECT_EQ(cause_of("the implementation changed its input weight"), Cause::input_changed);
  EXPECT_EQ(cause_of("the implementation left 2 elements of y unwritten (first at index 0)"),
            Cause::output_not_written);
}

TEST(Diagnosis, TakesAWriteToTheRunningStatisticsOfEvaluationForAnUpdate) {
  Config evaluation;
  evaluation.mode = Mode::evaluation;
  const char* message = "crashed with SIGSEGV: wrote to its input running_mean";
  EXPECT_THAT(explain_fault(message, evaluation),
              ElementsAre(testing::Field(&Finding::cause, Cause::evaluation_updates)));
}

}  // namespace
}  // namespace bncheck::diagnosis
