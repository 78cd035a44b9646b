#include "tests/reference/certified_comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/reference/random_problem.h"
#include "tests/reference/tie_problem.h"

namespace bncheck::reference {
namespace {

using Member = std::vector<double> Forward<double>::*;
using GradientMember = std::vector<double> Backward<double>::*;

/// Returns how many values differ once the oracle's answers were tampered with.
template <class Tamper>
std::uint64_t mismatches(const Problem& problem, const Dialect& dialect, const Tamper& tamper) {
  Forward<double> forward = CertifiedOracle().rounded_forward(problem, dialect).outputs;
  Backward<double> backward = CertifiedOracle().rounded_backward(problem).outputs;
  tamper(forward, backward);
  CertifiedComparison comparison;
  comparison.add(problem, dialect, forward, backward);
  return comparison.mismatches();
}

// In every output, the next number and the one before are seen to be wrong.
TEST(CertifiedComparison, SeesOneUnitInTheLastPlaceOfAnyOutput) {
  RandomProblems random(5);
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    Problem problem = random.problem(dtype, Mode::training);
    while (problem.x.empty() || problem.weight.empty() || problem.bias.empty() ||
           !problem.has_running() || problem.eps == 0) {
      problem = random.problem(dtype, Mode::training);
    }
    const auto none = [](auto&, auto&) {};
    EXPECT_EQ(mismatches(problem, {}, none), 0U);
    const auto step = [&](std::vector<double>& values, DType type) {
      const double value = values.at(0);
      values[0] = std::fabs(value) > largest_finite(type) ? 0 : next_above(type, value);
    };
    for (const Member member :
         {&Forward<double>::y, &Forward<double>::save_mean, &Forward<double>::save_invstd,
          &Forward<double>::running_mean, &Forward<double>::running_var}) {
      const DType type = member == &Forward<double>::y ? dtype : problem.parameters();
      const auto tamper = [&](Forward<double>& out, auto&) { step(out.*member, type); };
      EXPECT_EQ(mismatches(problem, {}, tamper), 1U) << to_string(dtype);
    }
    for (const GradientMember member :
         {&Backward<double>::dx, &Backward<double>::dweight, &Backward<double>::dbias}) {
      const DType type = member == &Backward<double>::dx ? dtype : problem.parameters();
      const auto tamper = [&](auto&, Backward<double>& out) { step(out.*member, type); };
      EXPECT_EQ(mismatches(problem, {}, tamper), 1U) << to_string(dtype);
    }
  }
}

TEST(CertifiedComparison, SeesTheOddNumberOfATie) {
  TieProblems ties(1);
  Problem problem = ties.problem(DType::f32, Mode::training);
  problem.weight = {1};
  problem.bias = {0x1p-24};
  const auto odd = [](Forward<double>& out, auto&) {
    EXPECT_EQ(out.y[0], 1);
    out.y[0] = 1 + 0x1p-23;
  };
  EXPECT_EQ(mismatches(problem, {}, odd), 1U);
}

TEST(CertifiedComparison, SeesANumberWhereThereIsNoneAndNoneWhereThereIsOne) {
  TieProblems ties(1);
  Problem problem = ties.problem(DType::f32, Mode::training);
  const auto nan = [](Forward<double>& out, auto&) { out.y[0] = std::nan(""); };
  EXPECT_EQ(mismatches(problem, {}, nan), 1U);
  problem.x.assign(problem.x.size(), 1);
  const auto zero = [](Forward<double>& out, auto&) { out.y[0] = 0; };
  EXPECT_EQ(mismatches(problem, {}, zero), 1U);
}

TEST(CertifiedComparison, CountsWhatItSees) {
  Problem problem = TieProblems(1).problem(DType::f32, Mode::training);
  problem.weight = {0};
  problem.bias = {-0x1p-149};
  CertifiedComparison comparison;
  comparison.add(problem, {}, CertifiedOracle().rounded_forward(problem, {}).outputs,
                 CertifiedOracle().rounded_backward(problem).outputs);
  const std::uint64_t m = problem.x.size();
  EXPECT_EQ(comparison.elements(), 2 * m + 6);
  EXPECT_EQ(comparison.of(Category::weight_zero), 2 * m + 6);
  EXPECT_EQ(comparison.of(Category::eps_zero), 2 * m + 6);
  EXPECT_EQ(comparison.of(Category::subnormal), m);
  EXPECT_EQ(comparison.of(Category::constant_channel), 0U);
  EXPECT_EQ(comparison.mismatches(), 0U);
  EXPECT_EQ(comparison.first_mismatch(), "");
}

}  // namespace
}  // namespace bncheck::reference
