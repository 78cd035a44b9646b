#include "bncheck/runner/bold_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bncheck/runner/judge_case.h"

namespace bncheck::runner {
namespace {

using testing::ElementsAre;

Case large() {
  return parse_case(
      "f32 256x64x112x112 nchw training eps=1e-5 momentum=0.1 weight=1,2 bias=none running_mean=0 "
      "running_var=1 x=bell*2^0+0@1|bell*2^1+0@1|bell*2^2+0@1 dy=bell*2^0+0@2");
}

/// The evidence is about channel 62 of the second image.
Judgement seen() {
  Judgement judgement = failed("wrong");
  judgement.evidence = Evidence{"y", (64 + 62) * 12544 + 5, 0, Ball(0), 0, 2};
  return judgement;
}

TEST(BoldSteps, BeginWithTheFailingChannelOfOneImage) {
  const Case first = bold_steps(large(), seen()).front();
  EXPECT_EQ(to_string(first.shape), "1x1x112x112");
  EXPECT_EQ(first.x, (std::vector<Recipe>{large().x[62 % 3]}));
  EXPECT_THAT(first.weight, ElementsAre(1));
}

TEST(BoldSteps, AreNeverLarge) {
  std::vector<std::string> shapes;
  for (const Case& each : bold_steps(large(), seen())) {
    EXPECT_LE(each.shape.size(), kLargestStep);
    shapes.push_back(to_string(each.shape));
  }
  EXPECT_THAT(shapes, testing::IsSupersetOf({"256x1x112x112", "1x64x112x112", "4x64x112x112"}));
  EXPECT_THAT(shapes, testing::Not(testing::Contains("8x64x112x112")));
}

TEST(BoldSteps, EndWithTheCaseItselfIfItIsSmall) {
  Case small = large();
  small.shape = {3, 2, {}};
  std::vector<std::string> shapes;
  for (const Case& each : bold_steps(small, failed("wrong"))) {
    shapes.push_back(to_string(each.shape));
  }
  EXPECT_THAT(shapes, ElementsAre("1x1", "2x1", "3x1", "1x2", "2x2", "3x2"));
}

TEST(ShrinkBoldly, GoesOnFromTheFirstStepThatFails) {
  const auto fails = [](const Case& c) { return c.shape.values_per_channel() >= 3 * 12544; };
  const auto shrunk = shrink_boldly(large(), seen(), fails, {});
  EXPECT_EQ(shrunk.smallest.shape.c, 1);
  EXPECT_EQ(shrunk.smallest.shape.values_per_channel(), 3 * 12544);
}

TEST(ShrinkBoldly, KeepsTheChannelsThatAreNeeded) {
  const auto fails = [](const Case& c) { return c.shape.c >= 33; };
  EXPECT_EQ(to_string(shrink_boldly(large(), seen(), fails, {}).smallest.shape), "1x33");
}

TEST(ShrinkBoldly, ReturnsACaseOfWhichNoStepFails) {
  int asked = 0;
  const auto never = [&asked](const Case& c) {
    EXPECT_LE(c.shape.size(), kLargestStep);
    ++asked;
    return false;
  };
  const auto shrunk = shrink_boldly(large(), seen(), never, {});
  EXPECT_EQ(to_string(shrunk.smallest), to_string(large()));
  EXPECT_EQ(shrunk.evaluations, asked);
  EXPECT_GT(asked, 0);
}

TEST(ShrinkBoldly, KeepsItsBudget) {
  const auto never = [](const Case&) { return false; };
  EXPECT_EQ(shrink_boldly(large(), seen(), never, {3}).evaluations, 3);
  const properties::generators::ShrinkBudget late = {10, std::chrono::steady_clock::now()};
  EXPECT_EQ(shrink_boldly(large(), seen(), never, late).evaluations, 0);
}

}  // namespace
}  // namespace bncheck::runner
