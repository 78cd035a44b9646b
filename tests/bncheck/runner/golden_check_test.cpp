#include "bncheck/runner/golden_check.h"

#include <gtest/gtest.h>

#include <bit>

#include "tests/properties/test_court.h"

namespace bncheck::runner {
namespace {

using properties::Defect;
using properties::TestImplementation;

const std::vector<golden::TestVector>& vectors() {
  static const std::vector<golden::TestVector> all = golden::read_vectors(GOLDEN_FOLDER);
  return all;
}

/// Returns an f32 vector of training that has every output.
golden::TestVector complete_vector() {
  for (const golden::TestVector& each : vectors()) {
    const bool small = each.problem.dtype == DType::f32 && each.flags.empty();
    if (small && each.problem.mode == Mode::training && each.backward &&
        !each.forward.running_var.empty() && !each.backward->dweight.empty()) {
      return each;
    }
  }
  ADD_FAILURE() << "no vector has every output";
  return vectors().front();
}

/// Returns a vector of training with all second derivatives.
golden::TestVector twice_differentiated() {
  for (const golden::TestVector& each : vectors()) {
    if (each.double_backward && each.flag("KnownDeviation") == nullptr &&
        each.problem.mode == Mode::training && !each.double_backward->d_weight.empty() &&
        each.problem.dtype == DType::f32) {
      return each;
    }
  }
  ADD_FAILURE() << "no vector has every second derivative";
  return vectors().front();
}

/// Flips the highest bit of an f32 fraction: the value changes by a third of itself or more.
void flip_a_bit(double& value) {
  constexpr std::uint32_t kHighestFractionBit = 1U << 22;
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
  value = static_cast<double>(std::bit_cast<float>(bits ^ kHighestFractionBit));
}

Verdict compared(Defect defect, const golden::TestVector& vector) {
  TestImplementation implementation(defect, vector.dialect);
  return compare(vector, implementation).verdict;
}

TEST(Certify, AcceptsEveryVectorAsItIs) {
  for (const golden::TestVector& vector : vectors()) {
    EXPECT_LE(certify(vector).verdict, Verdict::inconclusive) << vector.id;
  }
  EXPECT_EQ(certify(complete_vector()).verdict, Verdict::pass);
}

TEST(Certify, RefusesAFlippedBitInAnyOutput) {
  const golden::TestVector whole = complete_vector();
  using Pick = double& (*)(golden::TestVector&);
  const std::vector<std::pair<const char*, Pick>> outputs = {
      {"y", [](golden::TestVector& v) -> double& { return v.forward.y.back(); }},
      {"save_mean", [](golden::TestVector& v) -> double& { return v.forward.save_mean[0]; }},
      {"save_invstd", [](golden::TestVector& v) -> double& { return v.forward.save_invstd[0]; }},
      {"running_mean", [](golden::TestVector& v) -> double& { return v.forward.running_mean[0]; }},
      {"running_var", [](golden::TestVector& v) -> double& { return v.forward.running_var[0]; }},
      {"dx", [](golden::TestVector& v) -> double& { return v.backward->dx.back(); }},
      {"dweight", [](golden::TestVector& v) -> double& { return v.backward->dweight[0]; }},
      {"dbias", [](golden::TestVector& v) -> double& { return v.backward->dbias[0]; }}};
  for (const auto& [name, pick] : outputs) {
    golden::TestVector damaged = whole;
    flip_a_bit(pick(damaged));
    const Judgement judgement = certify(damaged);
    EXPECT_EQ(judgement.verdict, Verdict::fail) << name;
    ASSERT_TRUE(judgement.evidence.has_value()) << name;
    EXPECT_EQ(judgement.evidence->what, name);
  }
}

TEST(Certify, RefusesAFlippedBitInASecondDerivative) {
  const golden::TestVector whole = twice_differentiated();
  EXPECT_EQ(certify(whole).verdict, Verdict::pass);
  using Pick = std::vector<double>& (*)(golden::TestVector&);
  const std::vector<std::pair<const char*, Pick>> outputs = {
      {"d_dy", [](golden::TestVector & v) -> auto& {return v.double_backward->d_dy;
}
}  // namespace
, {"d_x", [](golden::TestVector& v) -> auto& {return v.double_backward->d_x;
}  // namespace bncheck::runner
}
, {
  "d_weight", [](golden::TestVector & v) -> auto& { return v.double_backward->d_weight; }
}
}
;
for (const auto& [name, pick] : outputs) {
  golden::TestVector damaged = whole;
  flip_a_bit(pick(damaged).back());
  const Judgement judgement = certify(damaged);
  EXPECT_EQ(judgement.verdict, Verdict::fail) << name;
  ASSERT_TRUE(judgement.evidence.has_value()) << name;
  EXPECT_EQ(judgement.evidence->what, name);
  EXPECT_EQ(compared(Defect::none, damaged), Verdict::fail) << name;
}
EXPECT_EQ(compared(Defect::none, whole), Verdict::pass);
}

TEST(Certify, HoldsTheAnswerToTheContractOfTheVector) {
  int failed = 0;
  for (golden::TestVector vector : vectors()) {
    if (vector.problem.dtype != DType::f32) continue;
    vector.contract = default_contract(DType::f64);  // more than was computed with
    vector.contract.correctly_rounded = true;
    failed += certify(vector).verdict == Verdict::fail ? 1 : 0;
  }
  EXPECT_GT(failed, 0);
}

TEST(Compare, PassesAnHonestImplementation) {
  EXPECT_EQ(compared(Defect::none, complete_vector()), Verdict::pass);
}

TEST(Compare, CatchesAnImplementationThatDiffers) {
  for (const Defect defect :
       {Defect::normalizes_with_unbiased_variance, Defect::swaps_momentum,
        Defect::tracks_biased_variance, Defect::misses_mean_term, Defect::averages_dbias}) {
    EXPECT_EQ(compared(defect, complete_vector()), Verdict::fail) << static_cast<int>(defect);
  }
}

TEST(Compare, SkipsARefusalAndReportsAFault) {
  EXPECT_EQ(compared(Defect::refuses, complete_vector()), Verdict::skip);
  EXPECT_EQ(compared(Defect::crashes, complete_vector()), Verdict::error);
  EXPECT_EQ(compared(Defect::crashes_in_backward, complete_vector()), Verdict::error);
}

}  // namespace
}  // namespace bncheck::runner
