#include "grading/accuracy_class.h"

#include <gtest/gtest.h>

#include <bit>

namespace bncheck::grading {
namespace {

TEST(LargestTreeHeight, LiesBetweenTheTreeAndTheChain) {
  EXPECT_EQ(largest_tree_height(1), 1);
  EXPECT_EQ(largest_tree_height(2), 1);
  EXPECT_EQ(largest_tree_height(65), 22) << "ceil(sqrt(7 * 64))";
  for (std::int64_t m = 3; m < 1 << 20; m += m / 3) {
    EXPECT_LT(largest_tree_height(m), m) << m;
    EXPECT_GE(largest_tree_height(m), std::bit_width(static_cast<std::uint64_t>(m - 1))) << m;
  }
}

TEST(AccuracyClasses, HaveNoTypeAboveF64) {
  EXPECT_EQ(accuracy_classes(DType::f32).size(), 7U);
  EXPECT_EQ(accuracy_classes(DType::f64).size(), 6U) << "sums cannot be wider than the tensors";
  EXPECT_EQ(accuracy_classes(DType::f64)[1].promise, Promise::faithful);
}

TEST(AccuracyClasses, KeepWhatTheyAreNotAbout) {
  Contract declared;
  declared.flushes_subnormals = true;
  declared.invsqrt_error_u = 5;
  for (const AccuracyClass& each : accuracy_classes(DType::f32)) {
    if (each.promise != Promise::contract) continue;
    for (const Contract& contract : each.contracts(Problem{}, declared)) {
      EXPECT_TRUE(contract.flushes_subnormals) << each.letter;
      EXPECT_EQ(contract.invsqrt_error_u, 5) << each.letter;
      EXPECT_EQ(contract.apply, ApplyForm::unspecified) << each.letter;
    }
  }
}

}  // namespace
}  // namespace bncheck::grading
