#include "properties/scaled_answers.h"

#include <gtest/gtest.h>

namespace bncheck::properties {
namespace {

Verdict judge_one(double got, double expected) {
  const double floor = smallest_normal(DType::f16);
  const std::vector<double> a = {got};
  const std::vector<double> b = {expected};
  return judge_scaled("dx", {a, floor, DType::f16}, {b, floor, DType::f16}, 3).verdict;
}

TEST(ScaledAnswers, HoldOrFailToTheBit) {
  EXPECT_EQ(judge_one(0x1.004p-10, 0x1.004p-13), Verdict::pass);
  EXPECT_EQ(judge_one(0x1.008p-10, 0x1.004p-13), Verdict::fail);
}

// 2^-14 may stand for 0x1.ffcp-15, which only its image can tell from it.
TEST(ScaledAnswers, LeaveOutWhatMayHaveBeenRoundedUpToTheSmallestNormal) {
  EXPECT_EQ(judge_one(0x1.ffcp-12, 0x1p-14), Verdict::skip);
  EXPECT_EQ(judge_one(0x1p-11, 0x1p-14), Verdict::skip);
}

}  // namespace
}  // namespace bncheck::properties
