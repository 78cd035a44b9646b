#include "diagnosis/signature.h"

#include <gtest/gtest.h>

namespace bncheck::diagnosis {
namespace {

const KillMatrix kMatrix = {{"a", "b", "c", "d"},
                            {{"left_out_eps", Cause::eps_omitted, {"a", "b", "c"}},
                             {"other_eps", Cause::eps_omitted, {"a"}},
                             {"biased", Cause::running_var_divisor, {"d"}},
                             {"swapped", Cause::momentum_wrong, {"c", "d"}}}};

TEST(Signature, NearestMutantIsTheOneThatFailsTheSameLaws) {
  const std::vector<Likely> likely = nearest({"a", "b", "c"}, kMatrix);
  ASSERT_EQ(likely.size(), 1U);  // the others differ in more laws than they share
  EXPECT_EQ(likely[0].cause, Cause::eps_omitted);
  EXPECT_EQ(likely[0].mutant, "left_out_eps");
  EXPECT_EQ(likely[0].differing, 0U);
}

TEST(Signature, CausesComeByTheirNearestMutant) {
  const std::vector<Likely> likely = nearest({"c", "d"}, kMatrix);
  ASSERT_EQ(likely.size(), 2U);
  EXPECT_EQ(likely[0].mutant, "swapped");
  EXPECT_EQ(likely[1].mutant, "biased");
}

TEST(Signature, MutantThatIsLeftOutIsNotThere) {
  EXPECT_TRUE(nearest({"a", "b", "c"}, kMatrix, "left_out_eps").empty());
  EXPECT_EQ(nearest({"a"}, kMatrix, "left_out_eps").front().mutant, "other_eps");
}

/// Any defect may crash.
TEST(Signature, ACrashAloneResemblesNothing) {
  const KillMatrix crashing = {{"execution"}, {{"crashes", Cause::index_limit, {"execution"}}}};
  EXPECT_TRUE(nearest({"execution"}, crashing).empty());
}

TEST(Signature, NothingResemblesNothing) { EXPECT_TRUE(nearest({"e"}, kMatrix).empty()); }

TEST(Signature, WhatTheAnswersLookLikeGoesFirst) {
  const Finding seen = {Cause::momentum_wrong, "Momentum is swapped.", false};
  const std::vector<Finding> told = conclude({{seen}}, nearest({"d"}, kMatrix));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0], seen);
  EXPECT_EQ(told[1].cause, Cause::running_var_divisor);
  EXPECT_FALSE(told[1].sure);
}

TEST(Signature, ResemblanceIsSilentWhereTheAnswersShowTheCause) {
  const Finding shown = {Cause::momentum_wrong, "Momentum is swapped.", true};
  EXPECT_EQ(conclude({{shown}}, nearest({"d"}, kMatrix)), std::vector<Finding>{shown});
}

}  // namespace
}  // namespace bncheck::diagnosis
