#include "bncheck/runner/slices.h"

#include <gtest/gtest.h>

#include "core/case.h"
#include "tests/properties/test_court.h"

namespace bncheck::runner {
namespace {

/// Two images of five channels of three values; every value is its own place.
Problem numbered() {
  Problem problem{};
  problem.shape = {2, 5, {3}};
  for (int i = 0; i < 30; ++i) problem.x.push_back(i);
  problem.dy = problem.x;
  problem.weight = {10, 11, 12, 13, 14};
  return problem;
}

TEST(Slices, HaveEveryChannelOnce) {
  for (const Shape& shape : {Shape{2, 5, {3}}, Shape{64, 300, {}}, Shape{4, 7, {50, 50}},
                             Shape{1, 3, {200, 100}}, Shape{0, 4, {}}, Shape{3, 0, {}}}) {
    std::int64_t next = 0;
    for (const Slice& slice : slices_of(shape)) {
      EXPECT_EQ(slice.first, next);
      EXPECT_GT(slice.count, 0);
      next += slice.count;
    }
    EXPECT_EQ(next, shape.c) << to_string(shape);
  }
}

TEST(Slices, HoldOneLargeChannelOrSeveralSmallOnes) {
  EXPECT_EQ(slices_of({16, 8, {56, 56}}).size(), 8U);
  EXPECT_EQ(slices_of({32, 84, {}}).size(), 1U);
}

TEST(Slice, TakesItsPartOfEveryTensor) {
  const Problem part = part_of(numbered(), {1, 2});
  EXPECT_EQ(part.shape, (Shape{2, 2, {3}}));
  EXPECT_EQ(part.x, (std::vector<double>{3, 4, 5, 6, 7, 8, 18, 19, 20, 21, 22, 23}));
  EXPECT_EQ(part.weight, (std::vector<double>{11, 12}));
  EXPECT_TRUE(part.bias.empty());
}

TEST(Slice, KnowsThePlaceOfItsElementsInTheWhole) {
  const Problem whole = numbered();
  const Slice slice{1, 3};
  const Problem part = part_of(whole, slice);
  for (std::size_t i = 0; i < part.x.size(); ++i) {
    const std::size_t place = whole_index(whole.shape, slice, "y", i);
    EXPECT_EQ(whole.x[place], part.x[i]);
    EXPECT_EQ(place, whole_index(whole.shape, slice, "dx", i));
  }
  EXPECT_EQ(whole_index(whole.shape, slice, "running_var", 2), 3U);
  EXPECT_EQ(whole_index(whole.shape, slice, "sum(dx)", 0), 1U);
}

TEST(ChannelOf, ReadsTheEvidence) {
  const Shape shape{2, 5, {3}};
  EXPECT_EQ(channel_of(shape, {"dx", 22, 0, Ball(0), 0, 2}), 2);
  EXPECT_EQ(channel_of(shape, {"dbias", 4, 0, Ball(0), 0, 2}), 4);
}

TEST(SliceImplementation, HandsOutWhatWasAnsweredToTheWhole) {
  properties::TestImplementation whole;
  const Problem problem = expand(parse_case(
      "f32 4x3x5 nchw training eps=1 momentum=0.5 weight=1,2,3 bias=none running_mean=0 "
      "running_var=1 x=bell*2^0+0@1 dy=bell*2^0+0@2"));
  const auto forward = whole.forward(problem, true);
  const auto backward = whole.backward(problem, {forward.outputs.save_mean, {}});
  const Contract contract = default_contract(DType::f32);
  const Answers answers{whole, problem.shape, contract, forward, backward};
  SliceImplementation slice(answers, {1, 1});
  const auto y = slice.forward(part_of(problem, {1, 1}), true).outputs;
  EXPECT_EQ(y.y.size(), 20U);
  EXPECT_EQ(y.y[5], forward.outputs.y[20]);
  EXPECT_EQ(y.running_var, std::vector<double>{forward.outputs.running_var[1]});
  const auto dx = slice.backward(part_of(problem, {1, 1}), {}).outputs;
  EXPECT_EQ(dx.dx[0], backward.outputs.dx[5]);
  EXPECT_EQ(dx.dweight, std::vector<double>{backward.outputs.dweight[1]});
  EXPECT_TRUE(dx.dbias.empty());
}

TEST(SliceImplementation, PassesOnHowTheCallEnded) {
  properties::TestImplementation whole(properties::Defect::crashes);
  const Problem problem = numbered();
  const auto forward = whole.forward(problem, true);
  const auto backward = whole.backward(problem, {});
  const Contract contract = default_contract(DType::f32);
  SliceImplementation slice({whole, problem.shape, contract, forward, backward}, {1, 1});
  EXPECT_EQ(slice.forward(problem, true).status, CallStatus::fault);
  EXPECT_EQ(slice.backward(problem, {}).status, CallStatus::fault);
}

}  // namespace
}  // namespace bncheck::runner
