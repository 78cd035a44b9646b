#include "properties/generators/candidates.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "properties/generators/cases.h"

namespace bncheck::properties::generators {
namespace {

bool offers(const Case& c, const std::string& simpler) {
  const std::vector<Case> all = candidates(c);
  return std::any_of(all.begin(), all.end(),
                     [&](const Case& each) { return to_string(each) == simpler; });
}

std::string normal_form(const std::string& line) { return to_string(parse_case(line)); }

TEST(Candidates, BeginWithOneChannel) {
  const Case c = parse_case(
      "f32 4x3 nhwc training eps=1 momentum=1 weight=5,6,7 bias=none running_mean=none "
      "running_var=none x=bell*2^0+0@1|ramp*2^0+0@2 dy=bell*2^0+0@3");
  EXPECT_TRUE(offers(c, normal_form("f32 4x1 nhwc training eps=1 momentum=1 weight=6 bias=none "
                                    "running_mean=none running_var=none x=ramp*2^0+0@0 "
                                    "dy=bell*2^0+0@3")));
}

TEST(Candidates, WriteSmallTensorsOut) {
  const Case c = parse_case(
      "f32 3x1 nchw training eps=1 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=ramp*2^1+5@9 dy=constant*2^0+1@0");
  EXPECT_TRUE(offers(c, normal_form("f32 3x1 nchw training eps=1 momentum=1 weight=none bias=none "
                                    "running_mean=none running_var=none "
                                    "x=constant*2^0+0@0[0=5,1=7,2=9] dy=constant*2^0+1@0")));
}

TEST(Candidates, KeepEvaluationSupplied) {
  const Case c = parse_case(
      "f32 3x1 nchw evaluation eps=1 momentum=1 weight=none bias=none running_mean=4 "
      "running_var=2 x=ramp*2^1+5@9 dy=constant*2^0+1@0");
  for (const Case& each : candidates(c)) {
    const bool supplied = !each.running_mean.empty() && !each.running_var.empty();
    EXPECT_TRUE(supplied || each.mode == Mode::training) << to_string(each);
    EXPECT_NO_THROW(parse_case(to_string(each)));
  }
}

TEST(Candidates, DifferFromTheCase) {
  for (std::uint64_t index = 0; index < 300; ++index) {
    const Case c = case_at(1, index, {});
    if (c.shape.c > 3) continue;
    EXPECT_FALSE(offers(c, to_string(c))) << to_string(c);
  }
}

TEST(Candidates, SurvivePrinting) {
  for (std::uint64_t index = 0; index < 300; ++index) {
    for (const Case& each : candidates(case_at(1, index, {}))) {
      EXPECT_EQ(normal_form(to_string(each)), to_string(each));
    }
  }
}

TEST(Candidates, DropOverridesAndEntriesThatASmallerShapeHasNot) {
  const Case c = parse_case(
      "f32 4x2 nchw training eps=1 momentum=1 weight=5,6 bias=none running_mean=none "
      "running_var=none x=constant*2^0+0@0[0=1,3=2]|ramp*2^0+0@0 dy=ramp*2^0+0@0[2=1]");
  EXPECT_TRUE(offers(c,
                     "f32 2x2 nchw training eps=1 momentum=1 weight=5,6 bias=none "
                     "running_mean=none running_var=none x=constant*2^0+0@0[0=1]|ramp*2^0+0@0 "
                     "dy=ramp*2^0+0@0"));
  for (const Case& each : candidates(c)) {
    EXPECT_EQ(normal_form(to_string(each)), to_string(each));
  }
}

TEST(Candidates, LeaveOutPlacesOfAllTensorsAtOnce) {
  const Case c = parse_case(
      "f32 1x1x3 nchw training eps=1 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=ramp*2^1+5@9 dy=constant*2^0+0@0[2=4]");
  EXPECT_TRUE(offers(c, normal_form("f32 2x1 nchw training eps=1 momentum=1 weight=none bias=none "
                                    "running_mean=none running_var=none "
                                    "x=constant*2^0+0@0[0=5,1=9] dy=constant*2^0+0@0[1=4]")));
}

TEST(Candidates, LeaveOutEachOfAFewChannels) {
  const Case c = parse_case(
      "f32 2x3 nchw training eps=1 momentum=1 weight=5,6,7 bias=1,2 running_mean=none "
      "running_var=none x=constant*2^0+1@0|constant*2^0+2@0 dy=constant*2^0+0@0");
  EXPECT_TRUE(offers(c, normal_form("f32 2x2 nchw training eps=1 momentum=1 weight=5,7 bias=1 "
                                    "running_mean=none running_var=none x=constant*2^0+1@0 "
                                    "dy=constant*2^0+0@0")));
}

TEST(Candidates, ChangeRelatedValuesTogether) {
  const Case c = parse_case(
      "f32 2x1 nchw training eps=1 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=constant*2^0+0@0[0=4096,1=4097] dy=constant*2^0+0@0");
  const std::string before =
      "f32 2x1 nchw training eps=1 momentum=1 weight=none bias=none "
      "running_mean=none running_var=none x=constant*2^0+0@0[";
  EXPECT_TRUE(offers(c, before + "1=1] dy=constant*2^0+0@0")) << "less the first";
  EXPECT_TRUE(offers(c, before + "0=1,1=1.000244140625] dy=constant*2^0+0@0")) << "by 2^-12";
}

TEST(Candidates, OfEvaluationIncludeTraining) {
  const Case c = parse_case(
      "f32 2x1 nchw evaluation eps=1 momentum=1 weight=none bias=none running_mean=4 "
      "running_var=2 x=constant*2^0+0@0 dy=constant*2^0+0@0");
  EXPECT_TRUE(offers(c, normal_form("f32 2x1 nchw training eps=1 momentum=1 weight=none bias=none "
                                    "running_mean=none running_var=none x=constant*2^0+0@0 "
                                    "dy=constant*2^0+0@0")));
}

TEST(Candidates, MakeTensorsContiguousTogetherAndOneByOne) {
  const auto with = [](const std::string& layout, const std::string& dy) {
    return normal_form("f32 4x1 " + layout +
                       " training eps=1e-5 momentum=1 weight=5 bias=none "
                       "running_mean=none running_var=none x=ramp*2^0+0@0 dy=" +
                       dy);
  };
  const Case c = parse_case(with("far+3,dy=expanded,y=nchw", "constant*2^0+1@0"));
  EXPECT_TRUE(offers(c, with("nchw", "constant*2^0+1@0")));
  EXPECT_TRUE(offers(c, with("nchw,dy=expanded,dx=far+3,parameters=far+3", "constant*2^0+1@0")));
  EXPECT_TRUE(
      offers(c, with("far,dy=expanded,y=nchw,dx=far+3,parameters=far+3", "constant*2^0+1@0")));
}

TEST(Candidates, LeaveNoLayoutThatTheValuesForbid) {
  const Case c = parse_case(
      "f32 2x1 nchw,dy=expanded training eps=1e-5 momentum=1 weight=none bias=none "
      "running_mean=none running_var=none x=ramp*2^0+0@0 dy=constant*2^0+1@0");
  for (const Case& each : candidates(c)) EXPECT_NO_THROW(parse_case(to_string(each)));
}

TEST(Candidates, AreNoneForTheSimplestCase) {
  const Case c = parse_case(
      "f32 1x1 nchw training eps=1e-5 momentum=1 weight=none bias=none running_mean=none "
      "running_var=none x=constant*2^0+0@0 dy=constant*2^0+0@0");
  EXPECT_TRUE(candidates(c).empty());
}

}  // namespace
}  // namespace bncheck::properties::generators
