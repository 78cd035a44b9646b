// Judging by channel says what judging the whole says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "bncheck/runner/judge_case.h"
#include "core/ulp.h"
#include "reference/certified_oracle.h"
#include "tests/bncheck/runner/fakes.h"

namespace bncheck::runner {
namespace {

using properties::Defect;
using properties::TestImplementation;

/// Several slices, of several channels and of one.
const std::vector<std::string> kShapes = {"4x5x30x30", "1x3x100x100", "9x1100"};

Case case_of(const std::string& shape, const std::string& layout, const std::string& mode,
             const std::string& third = "uniform*2^3+1@2") {
  return parse_case("f32 " + shape + " " + layout + " " + mode +
                    " eps=1e-5 momentum=0.1 weight=1,0.5,-2 bias=0,0.25 running_mean=0,1 "
                    "running_var=1,0.5 x=bell*2^0+0@1|bell*2^-2+0.5@1|" +
                    third + " dy=bell*2^-10+0@2|uniform*2^0+1@3");
}

std::vector<const properties::Property*> all_laws() { return campaign_of(1).laws; }

void expect_same(const std::vector<Judgement>& parts, const std::vector<Judgement>& whole,
                 const std::string& about) {
  const auto laws = all_laws();
  for (std::size_t i = 0; i < laws.size(); ++i) {
    if (!laws[i]->splits_by_channel) continue;
    SCOPED_TRACE(about + " " + std::string(laws[i]->id));
    EXPECT_EQ(parts[i].verdict, whole[i].verdict);
    EXPECT_EQ(parts[i].reason, whole[i].reason);
    ASSERT_EQ(parts[i].evidence.has_value(), whole[i].evidence.has_value());
    if (!whole[i].evidence) continue;
    EXPECT_EQ(parts[i].evidence->what, whole[i].evidence->what);
    EXPECT_EQ(parts[i].evidence->index, whole[i].evidence->index);
    EXPECT_EQ(parts[i].evidence->ratio, whole[i].evidence->ratio);
    EXPECT_EQ(parts[i].evidence->got, whole[i].evidence->got);
  }
}

TEST(JudgeByChannel, SaysWhatJudgingTheWholeSays) {
  const char* layouts[] = {"nchw", "nhwc", "strided"};
  std::set<Verdict> seen;
  int turn = 0;
  for (const Defect defect :
       {Defect::none, Defect::ignores_eps, Defect::misses_mean_term, Defect::swaps_momentum,
        Defect::forgets_bias, Defect::loses_one_value, Defect::crashes,
        Defect::crashes_in_backward, Defect::refuses, Defect::calls_arguments_invalid}) {
    for (const std::string& shape : kShapes) {
      const char* mode = turn % 4 == 3 ? "evaluation" : "training";
      const Case input = case_of(shape, layouts[turn % 3], mode);
      ++turn;
      TestImplementation implementation(defect);
      const auto whole = judge_case(input, all_laws(), implementation, {});
      const auto parts = judge_by_channel(input, all_laws(), implementation, {}, 2);
      expect_same(parts.judgements, whole, to_string(input));
      for (const Judgement& each : whole) seen.insert(each.verdict);
    }
  }
  EXPECT_THAT(seen, testing::IsSupersetOf({Verdict::skip, Verdict::pass, Verdict::fail,
                                           Verdict::error}));
}

TEST(JudgeByChannel, IsDecidedIfOnePartIs) {
  TestImplementation implementation;
  const std::vector<const properties::Property*> laws = {&properties::law("training_output"),
                                                         &properties::law("backward_training")};
  const Case mixed = case_of("4x5x30x30", "nchw", "training", "constant*2^0+0.3@0");
  const auto parts = judge_by_channel(mixed, laws, implementation, {}, 2).judgements;
  const auto whole = judge_case(mixed, laws, implementation, {});
  Case undecided = mixed;
  undecided.x = {mixed.x[2]};
  for (std::size_t i = 0; i < laws.size(); ++i) {
    EXPECT_EQ(parts[i].verdict, Verdict::pass);
    EXPECT_EQ(whole[i].verdict, Verdict::pass);
    EXPECT_EQ(judge_by_channel(undecided, laws, implementation, {}, 2).judgements[i].verdict,
              judge_case(undecided, laws, implementation, {})[i].verdict);
  }
}

TEST(JudgeByChannel, PutsTheCaseToTheImplementationOnce) {
  TestImplementation implementation;
  judge_by_channel(case_of("4x5x30x30", "nchw", "training"), all_laws(), implementation, {}, 2);
  EXPECT_EQ(implementation.forward_calls, 1);
}

TEST(JudgeByChannel, SaysOfLawsThatDoNotSplitThatItSkipsThem) {
  TestImplementation implementation;
  const auto laws = all_laws();
  const auto parts =
      judge_by_channel(case_of("4x5x30x30", "nchw", "training"), laws, implementation, {}, 2);
  for (std::size_t i = 0; i < laws.size(); ++i) {
    EXPECT_EQ(parts.judgements[i].reason == kDoesNotSplit, !laws[i]->splits_by_channel);
  }
}

TEST(JudgeByChannel, TellsHowManyValuesAreJudged) {
  TestImplementation implementation;
  std::vector<std::int64_t> told;
  judge_by_channel(case_of("4x5x30x30", "nchw", "training"), all_laws(), implementation, {}, 1,
                   [&told](std::int64_t values) { told.push_back(values); });
  EXPECT_THAT(told, testing::ElementsAre(0, 7200, 14400, 18000));
}

/// Answers one unit in the last place beside the right answer, at one place of y and two of dx.
class Beside : public TestImplementation {
 public:
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    auto outcome = TestImplementation::forward(problem, saved);
    outcome.outputs.y = oracle_.rounded_forward(problem, {}).outputs.y;
    nudge(outcome.outputs.y[777]);
    return outcome;
  }

  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    auto outcome = TestImplementation::backward(problem, saved);
    outcome.outputs.dx = oracle_.rounded_backward(problem).outputs.dx;
    nudge(outcome.outputs.dx[0]);
    nudge(outcome.outputs.dx[17999]);
    return outcome;
  }

 private:
  static void nudge(double& value) { value += ulp(DType::f32, value); }

  reference::CertifiedOracle oracle_;
};

TEST(JudgeByChannel, CountsTheCorrectlyRoundedElements) {
  Beside implementation;
  const auto parts = judge_by_channel(case_of("4x5x30x30", "nchw", "training"), all_laws(),
                                      implementation, {}, 2);
  EXPECT_EQ(parts.exact.y, 17999U);
  EXPECT_EQ(parts.exact.dx, 17998U);
}

TEST(JudgeByChannel, CountsNothingWithoutAnAnswer) {
  TestImplementation implementation(Defect::crashes_in_backward);
  const auto parts = judge_by_channel(case_of("4x5x30x30", "nchw", "training"), all_laws(),
                                      implementation, {}, 2);
  EXPECT_TRUE(parts.exact.y.has_value());
  EXPECT_FALSE(parts.exact.dx.has_value());
}

}  // namespace
}  // namespace bncheck::runner
