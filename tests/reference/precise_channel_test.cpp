#include "reference/precise_channel.h"

#include <gtest/gtest.h>

#include <limits>

namespace bncheck::reference {
namespace {

Problem nearly_constant() {
  Problem problem;
  problem.dtype = DType::f64;
  problem.shape = {3, 1, {}};
  problem.eps = 0;
  problem.x = {1, 1 + 0x1p-52, 1};
  problem.dy = {1, 2, 3};
  return problem;
}

// The deviations are 2^-52 of the values: 128 bits leave 76 of them, 192 leave 140.
TEST(Rung, LeavesWhatItIsTooNarrowForToAWiderOne) {
  Statistics<Ball> out{{Ball(7)}, {Ball(7)}, {Ball(7)}};
  EXPECT_FALSE(rung<128>().statistics(nearly_constant(), 0, out));
  EXPECT_EQ(out.var[0].middle.hi, 7);
  EXPECT_TRUE(rung<192>().statistics(nearly_constant(), 0, out));
  EXPECT_LE(out.var[0].radius, 0x1p-100 * out.var[0].lower_magnitude());
}

TEST(Rung, LeavesForwardAndBackwardToo) {
  const Problem problem = nearly_constant();
  Forward<Ball> forward;
  forward.y.resize(3);
  Backward<Ball> backward;
  backward.dx.resize(3);
  EXPECT_FALSE(rung<128>().forward(problem, {}, 0, forward));
  EXPECT_FALSE(rung<128>().backward(problem, 0, backward));
  EXPECT_TRUE(rung<192>().forward(problem, {}, 0, forward));
  EXPECT_TRUE(rung<192>().backward(problem, 0, backward));
}

TEST(Rung, SettlesWhatNoWidthWouldImprove) {
  Statistics<Ball> out{{Ball(7)}, {Ball(7)}, {Ball(7)}};
  Problem problem = nearly_constant();
  problem.x = {1, 1, 1};
  EXPECT_TRUE(rung<128>().statistics(problem, 0, out));
  problem.x = {1, std::numeric_limits<double>::infinity(), 1};
  EXPECT_TRUE(rung<128>().statistics(problem, 0, out));
  EXPECT_FALSE(out.var[0].is_finite());
}

// What a wider rung says lies within what a narrower one says.
TEST(Rung, AgreesWithWiderOnes) {
  Problem problem = nearly_constant();
  problem.eps = 1;
  for (const Rung& each : {rung<128>(), rung<192>(), rung<512>()}) {
    Backward<Ball> narrow, wide;
    narrow.dx.resize(3);
    wide.dx.resize(3);
    ASSERT_TRUE(each.backward(problem, 0, narrow));
    ASSERT_TRUE(rung<768>().backward(problem, 0, wide));
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_TRUE((narrow.dx[j] - wide.dx[j]).contains_zero());
    }
  }
}

}  // namespace
}  // namespace bncheck::reference
