#include "bncheck/report/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

const std::vector<const properties::Property*>& laws() {
  static const std::vector<const properties::Property*> kLaws = {&law("training_output"),
                                                                 &law("gradient_sum")};
  return kLaws;
}

Judgement passed(double ratio) {
  return {Verdict::pass, "", Evidence{"y", 0, 0, Ball(0), 1, ratio}};
}

/// Returns what is said of a campaign in which training_output passed with ratio 1/2 and
/// gradient_sum came to these judgements.
std::string told_of(const std::vector<Judgement>& judgements) {
  Health health(laws());
  for (const Judgement& each : judgements) {
    runner::CaseResult result;
    result.judgements = {passed(0.5), each};
    health.hear(result);
  }
  return health.tell();
}

TEST(Health, SaysNothingOfLawsThatWereDecided) {
  EXPECT_EQ(told_of({passed(0.25), skipped("refused")}), "");
  EXPECT_EQ(told_of({{Verdict::pass, "", {}}}), "");
}

TEST(Health, NamesALawThatWasNeverJudgedAndWhy) {
  EXPECT_EQ(told_of({skipped(runner::kDoesNotApply), skipped(runner::kDoesNotApply),
                     skipped("BN_UNIFORM is not declared")}),
            "never judged, as BN_UNIFORM is not declared: gradient_sum\n");
  EXPECT_EQ(told_of({skipped(runner::kDoesNotApply)}),
            "never judged, as the law does not apply to the case: gradient_sum\n");
}

TEST(Health, NamesALawThatWasNeverDecided) {
  EXPECT_EQ(told_of({{Verdict::inconclusive, "too wide", {}}}),
            "the contract allows too much for any case to decide: gradient_sum\n");
  EXPECT_EQ(told_of({{Verdict::inconclusive, "too wide", {}}, passed(0.1)}), "");
}

TEST(Health, NamesALawWhoseBudgetsNothingComesNear) {
  const std::string powerless =
      "half of the errors are below a millionth of the budget: gradient_sum\n";
  EXPECT_EQ(told_of({passed(1e-9), passed(1e-7), passed(0.5)}), powerless);
  EXPECT_EQ(told_of({passed(1e-300)}), powerless);
  EXPECT_EQ(told_of({passed(1e-9), passed(0.5)}), "");
  EXPECT_EQ(told_of({passed(0), passed(0), passed(0.5)}), "");  // exact answers
}

TEST(Health, NamesALawThatTakesMuchOfTheTime) {
  std::vector<const properties::Property*> many;
  for (const properties::Property& law : properties::catalogue()) many.push_back(&law);
  runner::CaseResult result;
  result.judgements.assign(many.size(), passed(0.5));
  result.law_seconds.assign(many.size(), 0.01);
  result.law_seconds[3] = 4;
  Health health(many);
  health.hear(result);
  EXPECT_THAT(health.tell(), testing::StartsWith(
                                 "takes much of the time: " + std::string(many[3]->id) + " (4 of"));
}

TEST(Health, NamesATypeOfWhichNothingWasJudged) {
  Health health(laws());
  runner::CaseResult result;
  result.judgements = {passed(0.5), passed(0.5)};
  health.hear(result);
  result.input.dtype = DType::f64;
  result.judgements = {skipped("refused"), skipped("refused")};
  health.hear(result);
  EXPECT_EQ(health.tell(), "every case was skipped in: f64\n");
}

TEST(Health, LeavesALawThatFailedAlone) { EXPECT_EQ(told_of({passed(1e-9), failed("wrong")}), ""); }

}  // namespace
}  // namespace bncheck::report
