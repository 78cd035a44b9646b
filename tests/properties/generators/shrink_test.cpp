#include "properties/generators/shrink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

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
  EXPECT_EQ(result.stopped_by, "");
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
  EXPECT_EQ(result.stopped_by, "");
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
  const ShrinkBudget three{3, std::chrono::steady_clock::time_point::max()};
  const Shrunk result = shrink(parse_case(kLine), contains_large, three);
  EXPECT_EQ(result.evaluations, 3);
  EXPECT_EQ(result.stopped_by, "the limit of cases to try");
}

TEST(Shrink, EndsAtItsDeadline) {
  const ShrinkBudget past{1000, std::chrono::steady_clock::now()};
  const Shrunk result = shrink(parse_case(kLine), contains_large, past);
  EXPECT_EQ(result.evaluations, 0);
  EXPECT_EQ(result.stopped_by, "the time limit");
  EXPECT_EQ(to_string(result.smallest), to_string(parse_case(kLine)));
}

TEST(Shrink, EndsWhenItIsInterrupted) {
  int asked = 0;
  ShrinkBudget budget;
  budget.interrupted = [&asked] { return ++asked > 2; };
  const Shrunk result = shrink(parse_case(kLine), contains_large, budget);
  EXPECT_EQ(result.evaluations, 2);
  EXPECT_EQ(result.stopped_by, "the interruption");
}

Shrunk shrink_shape(const std::string& shape, const std::function<bool(const Shape&)>& fails) {
  Case c = parse_case(kLine);
  c.shape = *parse_shape(shape);
  return shrink(c, [&fails](const Case& each) { return fails(each.shape); });
}

std::string smallest_shape(const std::string& shape,
                           const std::function<bool(const Shape&)>& fails) {
  return to_string(shrink_shape(shape, fails).smallest.shape);
}

TEST(Shrink, FindsTheExactThreshold) {
  for (std::int64_t least : {2, 3, 7, 16, 33, 100, 999, 1000}) {
    const auto values = [=](const Shape& shape) { return shape.values_per_channel() >= least; };
    EXPECT_EQ(smallest_shape("10x3x10x10", values), std::to_string(least) + "x1");
    const auto channels = [=](const Shape& shape) { return shape.c >= least; };
    EXPECT_EQ(smallest_shape("1x1000", channels), "1x" + std::to_string(least));
    EXPECT_LT(shrink_shape("1x1000", channels).evaluations, 120);
  }
}

TEST(Shrink, FindsTheSmallestMultiple) {
  const auto multiple_of = [](std::int64_t length) {
    return [length](const Shape& shape) { return shape.values_per_channel() % length == 0; };
  };
  EXPECT_EQ(smallest_shape("3x1x8x8", multiple_of(64)), "64x1");
  EXPECT_EQ(smallest_shape("6x1x6", multiple_of(6)), "6x1");
}

TEST(Shrink, LeavesOutThePlacesBetweenThoseThatMatter) {
  const auto fails = [](const Case& c) {
    const Problem problem = expand(c);
    const auto count = [&](double value) {
      return std::count(problem.x.begin(), problem.x.end(), value);
    };
    return count(3) > 0 && count(17) > 0 && problem.shape.c == 1;
  };
  const Case c = parse_case(
      "f32 20x1 nchw training eps=1e-5 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0");
  const Case smallest = shrink(c, fails).smallest;
  EXPECT_EQ(to_string(smallest.shape), "2x1");
  EXPECT_EQ(smallest.x[0].overrides, (std::vector<Override>{{0, 3}, {1, 17}}));
}

TEST(Shrink, TriesNoCaseTwice) {
  std::set<std::string> tried;
  const auto fails = [&tried](const Case& c) {
    EXPECT_TRUE(tried.insert(to_string(c)).second) << to_string(c);
    return contains_large(c);
  };
  const int evaluations = shrink(parse_case(kLine), fails).evaluations;
  EXPECT_EQ(evaluations, static_cast<int>(tried.size()));
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
