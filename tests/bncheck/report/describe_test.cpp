#include "bncheck/report/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

using testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Judgement judgement_of(const Evidence& evidence) { return {Verdict::fail, "", evidence}; }

TEST(Describe, TellsAFailureInFull) {
  const std::string line =
      "f32 2x1 nchw training eps=1e-05 momentum=1 weight=none bias=none running_mean=0 "
      "running_var=1 x=constant*2^0+0@0[1=1] dy=constant*2^0+0@0";
  const std::string statement =
      "running = (1 - momentum)*running + momentum*batch; batch is mean, and var*m/(m - 1) or as "
      "the dialect says; eps has no part in it";
  EXPECT_EQ(
      describe(sample_failure(), sample_subject()),
      "FAIL running_statistics [R1]: update of the running statistics\n"
      "  law       " +
          statement +
          "\n"
          "  reason    running_var is wrong\n"
          "  element   running_var[3]\n"
          "  got       0.25 (0x1p-2)\n"
          "  truth     0.5 (0x1p-1) +- 7.9e-31\n"
          "  budget    9.54e-07; the error is 0.25, 2.621e+05 times what is allowed\n"
          "  case      " +
          line +
          "\n"
          "  found     in case 5, f32 2x1 nchw training; this is the simplest of 45 that were "
          "tried\n"
          "  replay    bncheck replay mine.so --dialect keras3 --property '^running_statistics$' "
          "'" +
          line + "'\n");
}

TEST(Describe, CallsAFaultAnError) {
  runner::Failure failure = sample_failure();
  failure.judgement = errored("the implementation crashed with SIGSEGV");
  const std::string text = describe(failure, sample_subject());
  EXPECT_THAT(text, testing::StartsWith("ERROR running_statistics [R1]"));
  EXPECT_THAT(text, HasSubstr("  reason    the implementation crashed with SIGSEGV\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("truth")));
}

TEST(Describe, SaysWhatCutShrinkingShort) {
  runner::Failure failure = sample_failure();
  failure.stopped_by = "the time limit";
  EXPECT_THAT(describe(failure, sample_subject()),
              HasSubstr("this is the simplest of 45 that were tried; stopped by the time limit: a "
                        "simpler case may exist\n"));
  failure.tried = 0;
  failure.stopped_by = "";
  EXPECT_THAT(describe(failure, sample_subject()),
              HasSubstr("training; no simpler one was tried\n"));
}

TEST(Describe, TellsWhichFieldsMatterAfterTheCase) {
  runner::Failure failure = sample_failure();
  failure.variations = {{"eps", "1e-05", {"1"}, {}, {}}, {"layout", "nchw", {}, {"nhwc"}, {}}};
  EXPECT_THAT(describe(failure, sample_subject()),
              HasSubstr("@0\n  any       eps: fails with every other value that was judged\n"
                        "  only      layout (nchw): holds with every other value that was judged\n"
                        "  found "));
}

TEST(Describe, GivesAnElementItsCoordinates) {
  const auto text_of = [](const char* what, const char* shape) {
    return describe(judgement_of({what, 23, 1, Ball(0), 0.5, 2}), parse_shape(shape));
  };
  EXPECT_THAT(text_of("y", "2x3x2x5"), HasSubstr("  element   y[23] (n 0, c 2, spatial 0,3)\n"));
  EXPECT_THAT(text_of("dx", "9x4"), HasSubstr("  element   dx[23] (n 5, c 3)\n"));
  EXPECT_THAT(text_of("dx", "2x3"), HasSubstr("  element   dx[23]\n")) << "of another problem";
  EXPECT_THAT(text_of("y of -x", "9x4"), HasSubstr("  element   y of -x[23]\n"));
  EXPECT_THAT(text_of("dweight", "9x40"), HasSubstr("  element   dweight[23]\n"));
}

TEST(Tally, CountsInGoodGrammar) {
  EXPECT_EQ(tally(1, 1, {1, 2, 3, 4, 0}),
            "1 property, 1 case, 2 passed, 4 failed, 3 inconclusive, 1 skipped\n");
  EXPECT_THAT(tally(2, 0, {}), testing::StartsWith("2 properties, 0 cases, "));
}

TEST(Describe, GivesAQuantityNoIndex) {
  const std::string text = describe(judgement_of({"sum(dx)", 0, 1, Ball(0), 0.5, 2}));
  EXPECT_THAT(text, HasSubstr("  element   sum(dx)\n"));
}

TEST(Describe, SaysInWordsWhatIsNotFinite) {
  const std::string exact = describe(judgement_of({"y", 0, 1, Ball(0), 0, kInfinity}));
  EXPECT_THAT(exact, HasSubstr("  budget    0; the error is 1, where none is allowed\n"));
  const std::string lost = describe(judgement_of({"y", 0, std::nan(""), Ball(0), 1, kInfinity}));
  EXPECT_THAT(lost, HasSubstr("  got       nan (nan)\n"));
  EXPECT_THAT(lost, HasSubstr("  budget    1; the answer must be finite\n"));
}

TEST(Describe, GivesABoundByItsEnds) {
  Ball bound(1);
  bound = bound.widened(2);
  const std::string text = describe(judgement_of({"y", 0, 3.5, bound, 0.25, 1.1}));
  EXPECT_THAT(text, HasSubstr("  truth     from -1 to 3\n"));
  EXPECT_THAT(text, HasSubstr("  budget    0.25 beside that; the answer is 0.5 outside\n"));
}

TEST(Describe, SaysWhichPartOfTheBudgetWasUsed) {
  const auto text_of = [](double got, double ratio) {
    return describe(Judgement{Verdict::pass, "", Evidence{"y", 0, got, Ball(0), 1, ratio}});
  };
  EXPECT_THAT(text_of(0.25, 0.25),
              HasSubstr("  budget    1; the largest error is 0.25, 0.250 of the budget\n"));
  EXPECT_THAT(text_of(0, 0), HasSubstr("  budget    1; the error is 0\n"));
}

TEST(PartOfBudget, HasThreeDigitsAndNoExponent) {
  EXPECT_EQ(part_of_budget(1), "1.00 of the budget");
  EXPECT_EQ(part_of_budget(0.7264), "0.726 of the budget");
  EXPECT_EQ(part_of_budget(2.794e-6), "0.00000279 of the budget");
  EXPECT_EQ(part_of_budget(1e-30), "less than 0.0000001 of the budget");
}

TEST(Describe, ShowsEveryDigitOfAnAnswer) {
  const double third = 1.0 / 3;
  const std::string text = describe(judgement_of({"y", 0, third, Ball(0), 0, kInfinity}));
  EXPECT_THAT(text, HasSubstr("0.33333333333333331 (0x1.5555555555555p-2)"));
}

}  // namespace
}  // namespace bncheck::report
