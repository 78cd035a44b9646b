#include "bench/gpu/distance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bncheck::gpu_bench {
namespace {

const bench::Workload kWorkload = {{4, 2, {5}}, DType::f32, Layout::nchw};

TEST(AccuracyOf, CountsUlpsOfTheLargestValueOfEachChannel) {
  // Between 1 and 2, an ulp is 2^-23; between 8 and 16, 2^-20.
  const bench::Accuracy found = accuracy_of({{1.5, 0x1p-23}, {9, 0x3p-20}}, kWorkload);
  EXPECT_EQ(found.worst, 3);
  EXPECT_EQ(found.compared, 40U);
}

TEST(AccuracyOf, IsInfiniteWhereAnAnswerIsNoNumber) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isinf(accuracy_of({{1, 0}, {1, infinity}}, kWorkload).worst));
}

}  // namespace
}  // namespace bncheck::gpu_bench
