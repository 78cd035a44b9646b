#include "grading/revealed_tree.h"

#include <gtest/gtest.h>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

using Kind = RevealedTree::Kind;

void expect(const Fake& fake, Kind kind, int height, DType precision, DType dtype = DType::f32) {
  const Grading grading(fake, dtype);
  for (const auto& tree : {tree_of_mean(grading.subject()), tree_of_dbias(grading.subject())}) {
    ASSERT_TRUE(tree.has_value());
    EXPECT_EQ(tree->kind, kind);
    EXPECT_EQ(tree->height, height);
    EXPECT_EQ(tree->precision, precision);
  }
}

TEST(RevealedTree, IsTheOneThatWasUsed) {
  expect(honest(Formats::single), Kind::chain, 63, DType::f32);
  expect(honest(Formats::single, {.pairwise = true}), Kind::tree, 6, DType::f32);
  expect(honest(Formats::wide), Kind::chain, 63, DType::f64);
  expect(honest(Formats::f64, {.pairwise = true}), Kind::tree, 6, DType::f64, DType::f64);
}

TEST(RevealedTree, LosesNothingInExactSums) {
  expect(correctly_rounded(), Kind::exact, 0, DType::f32);
}

TEST(RevealedTree, ExplainsNoRecurrence) {
  const Grading welford(honest(Formats::single, {.variance = VarianceAlgorithm::welford}));
  const auto tree = tree_of_mean(welford.subject());
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(tree->kind, Kind::unexplained);
}

TEST(RevealedTree, NeedsAnswers) {
  Fake fake = honest(Formats::single);
  fake.answer_backward = {};
  EXPECT_FALSE(tree_of_dbias(Grading(fake).subject()).has_value());
  fake.status = CallStatus::refused;
  EXPECT_FALSE(tree_of_mean(Grading(fake).subject()).has_value());
}

}  // namespace
}  // namespace bncheck::grading
