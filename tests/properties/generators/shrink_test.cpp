#include "properties/generators/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "properties/generators/cases.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties::generators {
namespace {

constexpr const char* kLine =
    "f32 17x3x5 nhwc training eps=0.001 momentum=0.3 weight=2.5,-1 bias=0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^3+100@12345|wide*2^0+0@99 dy=uniform*2^0+0.25@3";

bool contains_large(const Case& c) {
  const Problem problem = expand(c);
  return std::any_of(problem.x.begin(), problem.x.end(), [](double v) { return v > 50; });
}

TEST(Shrink, FindsTheBoundaryOfASimpleFault) {
  const Shrunk result = shrink(parse_case(kLine), contains_large);
  EXPECT_TRUE(result.finished);
  EXPECT_TRUE(contains_large(result.smallest));
  EXPECT_EQ(to_string(result.smallest),
            "f32 1x1 nchw training eps=1e-05 momentum=1 weight=none "
            "bias=none running_mean=none running_var=none x=constant*2^0+64@0 "
            "dy=constant*2^0+0@0");
}

TEST(Shrink, KeepsTheCauseOfAWrongFormula) {
  const auto fails = [](const Case& c) {
    return verdict_of("training_output", expand(c), Defect::normalizes_with_unbiased_variance) ==
           Verdict::fail;
  };
  const Shrunk result = shrink(parse_case(kLine), fails);
  EXPECT_TRUE(result.finished);
  EXPECT_TRUE(fails(result.smallest));
  EXPECT_EQ(result.smallest.shape, (Shape{2, 1, {}}));
  EXPECT_LT(to_string(result.smallest).size(), 200U) << to_string(result.smallest);
}

TEST(Shrink, IsDeterministic) {
  const Shrunk first = shrink(parse_case(kLine), contains_large);
  const Shrunk second = shrink(parse_case(kLine), contains_large);
  EXPECT_EQ(to_string(first.smallest), to_string(second.smallest));
  EXPECT_EQ(first.evaluations, second.evaluations);
}

TEST(Shrink, EndsWithItsBudget) {
  const Shrunk result = shrink(parse_case(kLine), contains_large, {3, {}});
  EXPECT_FALSE(result.finished);
  const ShrinkBudget three{3, std::chrono::steady_clock::time_point::max()};
  EXPECT_EQ(shrink(parse_case(kLine), contains_large, three).evaluations, 3);
}

TEST(Shrink, EndsAtItsDeadline) {
  const ShrinkBudget past{1000, std::chrono::steady_clock::now()};
  const Shrunk result = shrink(parse_case(kLine), contains_large, past);
  EXPECT_EQ(result.evaluations, 0);
  EXPECT_FALSE(result.finished);
  EXPECT_EQ(to_string(result.smallest), to_string(parse_case(kLine)));
}

TEST(Shrink, EndsWhenItIsInterrupted) {
  int asked = 0;
  ShrinkBudget budget;
  budget.interrupted = [&asked] { return ++asked > 2; };
  const Shrunk result = shrink(parse_case(kLine), contains_large, budget);
  EXPECT_EQ(result.evaluations, 2);
  EXPECT_FALSE(result.finished);
}

TEST(Shrink, WritesSmallCasesOut) {
  const auto fails = [](const Case& c) {
    const Problem problem = expand(c);
    return problem.shape.c == 1 && problem.x.size() >= 2 && problem.x[0] > problem.x[1] + 0.75;
  };
  const Case c = parse_case(
      "f32 2x1 nchw training eps=1e-5 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=alternating*2^0+0.3@0 dy=constant*2^0+0@0");
  ASSERT_TRUE(fails(c));
  const Recipe x = shrink(c, fails).smallest.x[0];
  EXPECT_EQ(x.pattern, Pattern::constant);
  ASSERT_EQ(x.overrides.size(), 1U);
  EXPECT_EQ(std::fabs(x.overrides[0].value), 1);
}

}  // namespace
}  // namespace bncheck::properties::generators
