#include "core/ulp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace bncheck {
namespace {

TEST(Ulp, IsTheDistanceToTheNextNumber) {
  for (float value : {1.0F, 1.5F, 0x1.fffffep0F, 3e20F, 0x1p-126F, 7.25F}) {
    const double next = std::nextafter(value, std::numeric_limits<float>::infinity());
    EXPECT_EQ(ulp(DType::f32, value), next - static_cast<double>(value)) << value;
    EXPECT_EQ(ulp(DType::f32, -value), ulp(DType::f32, value));
  }
}

TEST(Ulp, IsTheSmallestSubnormalBelowTheNormalRange) {
  EXPECT_EQ(ulp(DType::f32, 0), 0x1p-149);
  EXPECT_EQ(ulp(DType::f32, 0x1p-140), 0x1p-149);
  EXPECT_EQ(ulp(DType::f32, 0x1p-200), 0x1p-149);
}

TEST(Ulp, FollowsTheFormat) {
  EXPECT_EQ(ulp(DType::f16, 1), 0x1p-10);
  EXPECT_EQ(ulp(DType::bf16, 1), 0x1p-7);
  EXPECT_EQ(ulp(DType::f64, 1), 0x1p-52);
}

TEST(Same, IgnoresTheSignOfZeroAndThePayloadOfNan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(same(0.0, -0.0));
  EXPECT_TRUE(same(nan, -nan));
  EXPECT_FALSE(same(1, std::nextafter(1.0, 2.0)));
  EXPECT_FALSE(same(nan, 1));
}

}  // namespace
}  // namespace bncheck
