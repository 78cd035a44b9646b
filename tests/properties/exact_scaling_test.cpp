// A power of two is called exact only where no rounding of an honest computation can tell.
#include "properties/exact_scaling.h"

#include <gtest/gtest.h>

#include "core/case.h"

namespace bncheck::properties {
namespace {

Problem problem_of(const std::string& eps, const std::string& x, const char* weight = "2") {
  return expand(parse_case("f32 4x1 nchw training eps=" + eps + " momentum=0.1 weight=" + weight +
                           " bias=1 running_mean=0 running_var=1 x=" + x + " dy=ramp*2^0+1@0"));
}

bool input_scales(const Problem& problem, int power, const Contract& contract = {}) {
  return ScalingRoom(problem, contract).input_scales(0, power);
}

TEST(ScalingRoom, ScalesOrdinaryInput) {
  EXPECT_TRUE(input_scales(problem_of("1e-3", "ramp*2^0+1@0"), 24));
  EXPECT_TRUE(input_scales(problem_of("0", "ramp*2^0+1@0"), -9));
}

TEST(ScalingRoom, RefusesWhereSquaresOfDifferencesUnderflow) {
  EXPECT_FALSE(input_scales(problem_of("1e-3", "ramp*2^-45+0@0"), 1));
  EXPECT_FALSE(input_scales(problem_of("1e-3", "ramp*2^0+1@0"), -60));
}

TEST(ScalingRoom, RefusesWhereSumsOfSquaresOverflow) {
  EXPECT_FALSE(input_scales(problem_of("1e-3", "ramp*2^0+1@0"), 60));
}

TEST(ScalingRoom, RefusesWhereEpsUnderflows) {
  EXPECT_FALSE(input_scales(problem_of("1e-35", "ramp*2^0+1@0"), -9));
}

TEST(ScalingRoom, RefusesWelfordsMergedMeans) {
  Contract contract;
  contract.variance = VarianceAlgorithm::welford;
  EXPECT_FALSE(input_scales(problem_of("1e-3", "ramp*2^0+1@0"), 9, contract));
  contract.summation = Summation::sequential;
  EXPECT_TRUE(input_scales(problem_of("1e-3", "ramp*2^0+1@0"), 9, contract));
}

TEST(ScalingRoom, RefusesWeightsThatLeaveTheirType) {
  EXPECT_TRUE(ScalingRoom(problem_of("1e-3", "ramp*2^0+1@0"), {}).affine_scales(0, 24));
  const Problem large = problem_of("1e-3", "ramp*2^0+1@0", "1e38");
  EXPECT_FALSE(ScalingRoom(large, {}).affine_scales(0, 24));
}

TEST(ScaledAnswer, IsExactAmongNormalNumbers) {
  EXPECT_EQ(scaled_answer(DType::f16, 3, -1, 0), 1.5);
  EXPECT_EQ(scaled_answer(DType::f16, 0x1p-10, -1, 0), 0x1p-11);
}

TEST(ScaledAnswer, TakesWhatWasRoundedAsSubnormal) {
  EXPECT_EQ(scaled_answer(DType::f16, 0x1p-24, -1, 0), 0);
  EXPECT_EQ(scaled_answer(DType::f16, 0x1p-24, 1, 1), 0x1p-23);  // but not 1
}

}  // namespace
}  // namespace bncheck::properties
