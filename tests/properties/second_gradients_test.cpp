#include "properties/second_gradients.h"

#include <gmock/gmock.h>

#include "core/case.h"

namespace bncheck::properties {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Two channels of four values: place n, channel c has index 2n + c.
Problem example() {
  Problem problem;
  problem.shape = {4, 2, {}};
  problem.x = {1, 9, 2, 8, 1, 7, 5, 6};
  problem.dy = {1, 10, 2, 20, 3, 30, 4, 40};
  problem.weight = {1, 1};
  problem.bias = {0, 0};
  return problem;
}

TEST(SecondGradients, FollowFromTheProblem) {
  const SecondGradients second = second_gradients(example());
  // dy backwards is 4 3 2 1; x rises after its first and third value, and its last is above the
  // first.
  EXPECT_THAT(second.ddx, ElementsAre(-4, 40, 3, 30, -2, 20, 1, -10));
  EXPECT_THAT(second.ddweight, ElementsAre(1, 10));
  EXPECT_THAT(second.ddbias, ElementsAre(4, 40));
}

TEST(SecondGradients, AreAbsentWhereTheirGradientIs) {
  Problem problem = example();
  problem.weight.clear();
  EXPECT_THAT(second_gradients(problem).ddweight, IsEmpty());
  problem.bias.clear();
  EXPECT_THAT(second_gradients(problem).ddbias, IsEmpty());
  problem.shape.n = 0;
  problem.weight = {1, 1};
  problem.x.clear();
  problem.dy.clear();
  EXPECT_THAT(second_gradients(problem).ddweight, ElementsAre(0, 0));
}

TEST(SecondGradients, HaveAThirdDirectionBeside) {
  EXPECT_THAT(third_direction(example()), ElementsAre(2, 20, 3, 30, 4, 40, 1, 10));
}

}  // namespace
}  // namespace bncheck::properties
