#include "bncheck/host/contract_conversion.h"

#include <gtest/gtest.h>

#include <limits>

namespace bncheck::host {
namespace {

/// Returns what conversion says against the contract.
std::string problem_of(const bn_contract& declared) {
  std::string problem;
  convert_contract(declared, DType::f32, problem);
  return problem;
}

TEST(ContractConversion, ResolvesZerosToTheDefault) {
  for (DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    std::string problem;
    EXPECT_EQ(convert_contract({}, dtype, problem), default_contract(dtype));
    EXPECT_EQ(problem, "");
  }
}

TEST(ContractConversion, CarriesEveryField) {
  bn_contract declared{};
  declared.element = BN_F16;
  declared.accumulator = BN_F64;
  declared.stored = BN_BF16;
  declared.applied = BN_F32;
  declared.variance = BN_ONE_PASS;
  declared.apply = BN_FOLDED;
  declared.summation = BN_EXACT;
  declared.summation_height = 12;
  declared.backward_statistics = BN_RECOMPUTED;
  declared.flags = 127;
  declared.invsqrt_error_u = 3.5;
  Contract expected;
  expected.element = DType::f16;
  expected.accumulator = DType::f64;
  expected.stored = DType::bf16;
  expected.applied = DType::f32;
  expected.variance = VarianceAlgorithm::one_pass;
  expected.apply = ApplyForm::folded;
  expected.summation = Summation::exact;
  expected.summation_height = 12;
  expected.backward_statistics = BackwardStatistics::recomputed;
  expected.deterministic = expected.flushes_subnormals = expected.correctly_rounded = true;
  expected.thread_safe = expected.uniform = expected.in_place = expected.double_parameters = true;
  expected.invsqrt_error_u = 3.5;
  std::string problem;
  EXPECT_EQ(convert_contract(declared, DType::f64, problem), expected);
  EXPECT_EQ(problem, "");
}

TEST(ContractConversion, NamesWhatHasNoMeaning) {
  bn_contract declared{};
  declared.element = 5;
  EXPECT_EQ(problem_of(declared),
            "declares the element type 5 in its contract, which bn_plugin.h gives no meaning");
  declared = {};
  declared.flags = 1 << 20;
  EXPECT_NE(problem_of(declared), "");
  declared = {};
  declared.summation_height = -1;
  EXPECT_NE(problem_of(declared), "");
  for (double error :
       {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    declared = {};
    declared.invsqrt_error_u = error;
    EXPECT_NE(problem_of(declared), "");
  }
}

}  // namespace
}  // namespace bncheck::host
