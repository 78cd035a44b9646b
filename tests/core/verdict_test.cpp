#include "core/verdict.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace bncheck {
namespace {

Judgement with_ratio(Verdict verdict, double ratio) {
  return {verdict, "", Evidence{"y", 0, 0, Ball(0), 0, ratio}};
}

TEST(Verdict, LetsTheLargerOneWin) {
  const Verdict order[] = {Verdict::skip, Verdict::pass, Verdict::inconclusive, Verdict::fail,
                           Verdict::error};
  for (int a = 0; a < 5; ++a) {
    for (int b = 0; b < 5; ++b) EXPECT_EQ(merge(order[a], order[b]), order[std::max(a, b)]);
  }
}

TEST(Verdict, HasAWordForEach) {
  EXPECT_EQ(to_string(Verdict::skip), "skip");
  EXPECT_EQ(to_string(Verdict::error), "error");
}

TEST(Judgement, TakesOverALargerVerdict) {
  Judgement judgement = with_ratio(Verdict::pass, 0.9);
  judgement.merge(failed("it is wrong"));
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.reason, "it is wrong");
  judgement.merge(with_ratio(Verdict::pass, 0.95));
  EXPECT_EQ(judgement.verdict, Verdict::fail);
}

TEST(Judgement, TakesOverALargerRatio) {
  Judgement judgement = with_ratio(Verdict::pass, 0.5);
  judgement.merge(with_ratio(Verdict::pass, 0.25));
  EXPECT_EQ(judgement.evidence->ratio, 0.5);
  judgement.merge(with_ratio(Verdict::pass, 0.75));
  EXPECT_EQ(judgement.evidence->ratio, 0.75);
}

TEST(Judgement, SaysWhy) {
  EXPECT_EQ(skipped("no").verdict, Verdict::skip);
  EXPECT_EQ(errored("it crashed").reason, "it crashed");
  EXPECT_FALSE(failed("no").evidence);
}

}  // namespace
}  // namespace bncheck
