#include "properties/central_difference.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/case.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr const char* kLine =
    "f32 8x2 nchw training eps=1e-3 momentum=1 weight=2,3 bias=1 running_mean=none "
    "running_var=none x=bell*2^0+1@1 dy=uniform*2^0+0@3";

/// Returns the exact truncation of channel 0: (f(1) - f(-1))/2 - f'(0) of the oracle.
Ball truncation(const Problem& problem, Step step) {
  step.remainder.assign(step.remainder.size(), 0);
  const BallOracle oracle;
  const Ball difference =
      central_difference(problem, step, 0, oracle.forward(moved(problem, step, 1), {}).y,
                         oracle.forward(moved(problem, step, -1), {}).y);
  return difference - directional_derivative(problem, step, 0, oracle.backward(problem).dx);
}

TEST(CentralDifference, TruncatesWithinTheRemainder) {
  const Problem problem = expand(parse_case(kLine));
  for (double relative : {0x1p-3, 0x1p-6, 0x1p-12}) {
    const Step step = choose_step(problem, relative);
    const Ball off = truncation(problem, step);
    EXPECT_LE(off.upper_magnitude(), step.remainder[0]) << relative;
    EXPECT_GT(off.lower_magnitude(), 0) << relative;
  }
}

TEST(CentralDifference, HasARemainderOfThirdOrder) {
  const Problem problem = expand(parse_case(kLine));
  const double coarse = choose_step(problem, 0x1p-6).remainder[0];
  const double fine = choose_step(problem, 0x1p-12).remainder[0];
  // 2^-18 but for delta's share in the numerator, and equal signs of delta in both steps.
  EXPECT_LT(fine, coarse * 0x1p-17);
}

TEST(Step, IsExactInTheTypeOfX) {
  const Problem problem = expand(parse_case(kLine));
  const Step step = choose_step(problem, 0x1p-8);
  EXPECT_TRUE(moves(step));
  for (int sign : {1, -1}) {
    const Problem there = moved(problem, step, sign);
    for (std::size_t i = 0; i < problem.x.size(); ++i) {
      EXPECT_EQ(round_to(problem.dtype, there.x[i]), there.x[i]);
      EXPECT_EQ(there.x[i] - problem.x[i], sign * step.delta[i]);
    }
  }
}

TEST(Step, ClaimsNothingWhereTheOutputIsNotAnalytic) {
  Problem problem = expand(parse_case(kLine));
  problem.x.assign(problem.x.size(), 3);
  problem.eps = 0;
  EXPECT_EQ(choose_step(problem, 0x1p-8).remainder[0], kInfinity);
}

TEST(Step, ClaimsNothingWhereItLeavesTheDisc) {
  const Problem problem = expand(parse_case(kLine));
  EXPECT_EQ(choose_step(problem, 4).remainder[0], kInfinity);
}

TEST(DerivativeRange, AddsWhatEachElementAllows) {
  const Problem problem = expand(parse_case(kLine));
  Step step{std::vector<double>(problem.x.size()), {0, 0}};
  step.delta[0] = -2;
  step.delta[1] = 7;  // of the other channel
  EXPECT_GE(derivative_range(problem, step, 0, std::vector<double>(problem.x.size(), 3)), 6);
  EXPECT_LT(derivative_range(problem, step, 0, std::vector<double>(problem.x.size(), 3)), 6.5);
}

}  // namespace
}  // namespace bncheck::properties
